/** Rows of calendars that an earlier version has read keep everything else that is known of them. */
import { moneyFromMinor } from '../../../../core/reservation/money';
import { merge } from '../../../../core/reservation/merge';
import { withReadings } from '../../../../selfkey/reservations/older-readings';
import { reservation } from '../../../support/booking-store/reservations';

const SEEN = '2026-03-01T08:00:00.000Z';

it('a reading gets its revision, and the fees that were stated stay', () => {
	const told = { ...reservation({ id: '1' }), revision: SEEN, observedAt: `${SEEN}#1` };
	const { reservation: stored } = merge(null, { ...told, channel: 'airbnb', key: 'airbnb/8011855/1' });
	const fee = moneyFromMinor(1_000, 'EUR')!;
	const history = stored.history!;
	const fees = { cancellation: { ...history.latest, fee }, noShow: null, standing: history.latest };
	const read = withReadings({ ...stored, history: { ...history, fees } });
	expect(read.revision).toMatch(/^read /);
	expect(read.history?.fees?.cancellation).toMatchObject({ fee, revision: read.revision });
	expect(read.history?.fees?.standing?.revision).toBe(read.revision);
});
