import { reservation } from '../../../../core/reservation/build';
import type { NewChange } from '../../../../selfkey/ports/change-feed';
import { PendingWrites } from '../../../../selfkey/sql/pending-writes';

describe('what a transaction has still to write', () => {
	const key = { channel: 'booking.com', propertyId: '1', reservationId: 'r' };
	const change = (event: NewChange['event'], reservationId = 'r'): NewChange => ({
		...{ ...key, reservationId, event, originKind: 'channel', integrationId: 'i' },
	});
	const stay = () => reservation({ ...key, event: 'new', observedAt: '2027-06-01T09:00:00.000Z' });

	function pending() {
		const sent: Array<{ text: string; rows: Record<string, unknown[]> }> = [];
		const client = {
			query: async (text: string, [, rows]: unknown[] = []) => {
				sent.push({ text, rows: JSON.parse(String(rows)) as Record<string, unknown[]> });
				return { rows: [] };
			},
		};
		return { sent, writes: new PendingWrites(client, 'hotel', new Date('2027-06-01T10:00:00Z')) };
	}

	it('is one statement, which writes nothing of what is not there, and nothing twice', async () => {
		const { sent, writes } = pending();
		await writes.addReservation(stay());
		writes.addChange(change('created'));
		await writes.flush();
		await writes.flush();
		expect(sent).toHaveLength(1);
		expect(Object.keys(sent[0]?.rows ?? {})).toEqual(['reservations', 'changes']);
		expect(sent[0]?.text).not.toContain('integration_logs');
	});

	it('makes one change of all to a reservation, in the order in which they began', async () => {
		const { sent, writes } = pending();
		for (const one of [change('updated'), change('created', 'other'), change('cancelled'), change('updated', 'other')])
			writes.addChange(one);
		await writes.flush();
		expect(sent[0]?.rows).toMatchObject({
			changes: [
				{ reservationId: 'r', event: 'cancelled' },
				{ reservationId: 'other', event: 'created' },
			],
		});
	});

	it('writes a row first that comes a second time', async () => {
		const { sent, writes } = pending();
		await writes.addReservation(stay());
		await writes.addReservation({ ...stay(), status: 'cancelled' });
		await writes.flush();
		expect(sent.map(({ rows }) => rows['reservations'])).toMatchObject([
			[{ status: 'confirmed' }],
			[{ status: 'cancelled' }],
		]);
	});
});
