import { useSearchParams } from 'react-router';
import { type PageProps } from '../../app.js';
import { useView } from '../../filters/view.js';
import { NowBanner } from '../../states/banners.js';
import { LetterSection } from './letter-section.js';
import { LettersSection } from './letters-section.js';
import { lettersFromAddress } from './prepare/letter-address.js';

/** Messages that could not become events: which, why, and sending them again. */
export default function DeadLettersPage(props: PageProps) {
  const [params] = useSearchParams();
  const view = useView(props.organisation);
  const addressed = lettersFromAddress(params);
  return (
    <>
      <div className="page-title">
        <h1>{addressed.letter === undefined ? 'Rejected messages' : 'A rejected message'}</h1>
      </div>
      <NowBanner view={view} />
      {addressed.letter === undefined ? (
        <LettersSection {...props} addressed={addressed} />
      ) : (
        <LetterSection {...props} id={addressed.letter} />
      )}
    </>
  );
}
