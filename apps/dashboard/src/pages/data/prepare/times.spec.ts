import { describe, expect, it } from '@jest/globals';
import { guessTimeFormat } from './times.js';

describe('the format of times', () => {
  it.each([
    [['2026-03-02T15:04:05Z'], 'iso', true],
    [['2026-03-02 15:04', '2026-03-02 16:04'], 'iso', false],
    [['2026-03-02T15:04:05.123+01:00', '2026-03-02T15:04:05'], 'iso', false],
    [['1772456400'], 'epoch-seconds', true],
    [['1772456400000'], 'epoch-milliseconds', true],
    [['02.03.2026 12:00', '14.03.2026 09:30'], 'dd.MM.yyyy HH:mm', false],
    [['2.3.2026 9:05', '14.11.2026 12:30'], 'd.M.yyyy H:mm', false],
    [['03/25/2026 1:05 PM', '04/01/2026 11:30 AM'], 'MM/dd/yyyy h:mm a', false],
    [['3/25/2026', '12/31/2026'], 'M/d/yyyy', false],
    [['25/12/2026 10:00:00'], 'dd/MM/yyyy HH:mm:ss', false],
    [['2026/03/02 10:00'], 'yyyy/MM/dd HH:mm', false],
    [['2026-03-02'], 'yyyy-MM-dd', false],
    [['02/03/2026, 10:15'], 'dd/MM/yyyy, HH:mm', false],
  ])('given %j, then it is %s', (values, format, namesZone) => {
    expect(guessTimeFormat(values)).toMatchObject({ format, namesZone });
  });

  it('given days and months that could be either, then that is told', () => {
    expect(guessTimeFormat(['03/04/2026'])).toMatchObject({ format: 'dd/MM/yyyy', isAmbiguous: true });
    expect(guessTimeFormat(['03.04.2026'])).toMatchObject({ isAmbiguous: false });
    expect(guessTimeFormat(['13/04/2026'])).toMatchObject({ isAmbiguous: false });
  });

  it.each([
    [[]],
    [['soon']],
    [['02.03.2026', '2026-03-02']],
    [['02.03.2026 12:00', '02.03.2026']],
    [['13/04/2026', '04/13/2026']],
    [['02.03.26']],
    [['12345']],
  ])('given %j, then none is made up', (values) => {
    expect(guessTimeFormat(values)).toBeUndefined();
  });
});
