import type { BookingStore } from '../../../../selfkey';
import { hotelSettings } from '../../../../selfkey/settings/hotel-settings';
import { HotelUpkeep } from '../../../../selfkey/webhook/upkeep';

describe('what is put in order before a message is taken', () => {
	/** What is looked at, beside the one question for both. */
	async function lookedAt(unsettled: BookingStore['unsettled']): Promise<string[]> {
		const looks: string[] = [];
		const look = (name: string) => async () => {
			looks.push(name);
			throw new Error('down');
		};
		const store = {
			unsettled,
			configurations: async () => [],
			isInOrder: look('whether the rooms are in order'),
			occupancy: look('the house'),
			ledger: () => ({ unmatchedWithBooking: look('the payments') }),
		} as unknown as BookingStore;
		const upkeep = new HotelUpkeep({ store, clock: () => new Date('2026-03-01T08:00:00Z') });
		await upkeep.settle('hotel', 'integration', await hotelSettings(store, 'hotel'));
		return looks;
	}

	it('is only what there is to do', async () => {
		expect(await lookedAt(async () => ({ rooms: false, payments: false }))).toEqual([]);
		expect(await lookedAt(async () => ({ rooms: true, payments: false }))).toEqual(['the house']);
		expect(await lookedAt(async () => ({ rooms: false, payments: true }))).toEqual(['the payments']);
	});

	it('is looked for one by one where the question about both has failed', async () => {
		expect(await lookedAt(async () => Promise.reject(new Error('timeout')))).toEqual([
			'whether the rooms are in order',
			'the payments',
		]);
	});
});
