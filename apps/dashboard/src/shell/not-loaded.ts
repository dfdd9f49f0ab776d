/** Says in the empty document that the page itself did not come, and offers to ask for it again. */
export function sayNotLoaded(): void {
  const card = document.createElement('main');
  card.className = 'card state';
  card.setAttribute('role', 'alert');
  const title = document.createElement('h1');
  title.textContent = 'Hearback could not be loaded';
  const reason = document.createElement('p');
  reason.textContent = 'The service did not send the page.';
  const again = document.createElement('button');
  again.type = 'button';
  again.textContent = 'Try again';
  again.addEventListener('click', () => window.location.reload());
  card.append(title, reason, again);
  document.getElementById('root')?.replaceChildren(card);
}
