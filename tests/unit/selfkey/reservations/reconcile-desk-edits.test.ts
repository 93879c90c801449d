import type { BaselineValues } from '../../../../selfkey/ports/records';
import { IDENTITY_SENTINEL } from '../../../../selfkey/identity/guest-registration';
import { draftStays } from '../../../../selfkey/reservations/plan-stays';
import { reconcile } from '../../../../selfkey/reservations/reconcile-desk-edits';

describe('reconcile', () => {
	const base: BaselineValues = {
		...IDENTITY_SENTINEL,
		roomTypeId: 'double',
		roomId: 'r1',
		clientLastName: 'Dupont',
		amount: 100,
		ownerAmount: 100,
		currency: 'EUR',
		guests: 2,
		adults: 2,
		children: 0,
		checkInDate: '2026-03-29',
		checkOutDate: '2026-03-30',
		paymentStatus: 'succeeded',
		stripePaymentIntentId: null,
		bookingLocale: 'en',
		touristTaxTotal: 0,
		internalNote: 'note',
	};
	const { roomTypeId, ...current } = base;
	const next = (edited: Partial<BaselineValues>, target: Partial<BaselineValues>) =>
		reconcile({ ...current, ...edited }, base, { ...base, ...target }).values;

	it('lets the channel win for what it changed, and the desk for what only the desk changed', () => {
		expect(next({ amount: 80, checkOutDate: '2026-03-31' }, { amount: 120 })).toMatchObject({
			amount: 120,
			checkOutDate: '2026-03-31',
		});
	});

	it('takes dates, money and people whole from whoever counts', () => {
		const moved = { checkInDate: '2026-03-20', checkOutDate: '2026-03-22' };
		expect(next(moved, { checkInDate: '2026-03-28' })).toMatchObject({
			checkInDate: '2026-03-28',
			checkOutDate: '2026-03-30',
		});
		expect(next({ amount: 95, ownerAmount: 95, currency: 'CHF' }, { amount: 140, ownerAmount: 140 })).toMatchObject({
			amount: 140,
			ownerAmount: 140,
			currency: 'EUR',
		});
		expect(next({ guests: 4, adults: 2, children: 2 }, { guests: 1, adults: 1 })).toMatchObject({
			guests: 1,
			adults: 1,
			children: 0,
		});
		// What the channel does not touch stays the desk's, whole too.
		expect(next({ ...moved, amount: 95, currency: 'CHF' }, { guests: 1, adults: 1 })).toMatchObject({
			...moved,
			amount: 95,
			currency: 'CHF',
		});
	});

	it('says everything that the desk had in a group that it loses', () => {
		const { conflicting, overwritten } = reconcile(
			{ ...current, checkInDate: '2026-03-20', checkOutDate: '2026-03-22' },
			base,
			{ ...base, checkInDate: '2026-03-28' },
		);
		expect(conflicting).toEqual(['checkInDate', 'checkOutDate']);
		expect(overwritten).toEqual({ checkInDate: '2026-03-20', checkOutDate: '2026-03-22' });
		expect(
			reconcile({ ...current, checkOutDate: '2026-03-31' }, base, { ...base, checkOutDate: '2026-03-31' }).conflicting,
		).toEqual([]);
	});

	it.each(['2026-03-30', '2026-04-02'])(
		'never writes a stay that arrives on %s and leaves on the 30th',
		(checkInDate) => {
			const plan = (paymentStatus: BaselineValues['paymentStatus']) =>
				draftStays({
					channel: 'booking.com',
					propertyId: '1',
					targets: [
						{
							roomStayId: '1',
							roomName: null,
							values: { ...base, checkInDate, paymentStatus },
							amountUnknown: false,
							isInHouse: false,
						},
					],
					stored: [],
					rooms: [],
					roomMap: new Map(),
					isNews: true,
				});
			expect(() => plan('succeeded')).toThrow(RangeError);
			expect(() => plan('failed')).not.toThrow();
		},
	);

	it('leaves dates that it does not write to whoever wrote them', () => {
		const booking = { ...current, checkInDate: '2026-03-31', bookingNumber: 1 };
		const stored = {
			roomStayId: '1',
			bookingId: 'b',
			baseline: base,
			identityMissing: true,
			roomName: null,
			isCodeSent: false,
			conflicts: [],
			booking,
		};
		const target = {
			roomStayId: '1',
			roomName: null,
			values: { ...base, amount: 120 },
			amountUnknown: false,
			isInHouse: false,
		};
		const [draft] = draftStays({
			channel: 'booking.com',
			propertyId: '1',
			targets: [target],
			stored: [stored],
			rooms: [],
			roomMap: new Map(),
			isNews: true,
		});
		expect(draft?.next).toMatchObject({ amount: 120, checkInDate: '2026-03-31' });
	});

	it('lets the desk win for identity and note', () => {
		expect(
			next({ clientLastName: 'Durand', internalNote: 'cot' }, { clientLastName: 'Roy', internalNote: 'new' }),
		).toMatchObject({ clientLastName: 'Durand', internalNote: 'cot' });
	});

	it('fills a placeholder once the channel knows better, and never goes back to it', () => {
		expect(next({}, { clientPhone: '+41' })).toMatchObject({ clientPhone: '+41' });
		expect(next({}, { clientLastName: IDENTITY_SENTINEL.clientLastName })).toMatchObject({ clientLastName: 'Dupont' });
	});
});
