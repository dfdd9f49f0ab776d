/** The shape of what is coming, so that nothing jumps when it is there. */
export function LoadingState() {
  return (
    <div className="loading" role="status" data-testid="loading">
      <p className="muted">Loading the figures…</p>
      <div className="headline" aria-hidden="true">
        {Array.from({ length: 5 }, (_, index) => (
          <div key={index} className="card skeleton skeleton-card" />
        ))}
      </div>
      <div className="columns" aria-hidden="true">
        <div className="card skeleton skeleton-table" />
        <div className="card skeleton skeleton-table" />
      </div>
    </div>
  );
}
