import fc from 'fast-check';
import { IDENTITY_SENTINEL } from '../../../../selfkey/identity/guest-registration';
import type { StoredStay } from '../../../../selfkey/ports/booking-store';
import type { BaselineValues } from '../../../../selfkey/ports/records';
import { leavesToPeople } from '../../../../core/reservation/people-decide';
import { draftStays, giveRooms } from '../../../../selfkey/reservations/plan-stays';
import type { TargetStay } from '../../../../selfkey/reservations/target-stays';
import { warningsFor } from '../../../../selfkey/reservations/warnings-for';
import { reservation } from '../../../support/booking-store/reservations';

interface Stay {
	id: string;
	/** Days of July. */
	nights: readonly [number, number];
	type?: string;
	/** Nobody at the desk has entered anything. */
	isUntouched?: boolean;
}

const day = (number: number) => `2026-07-${String(number).padStart(2, '0')}`;

function valuesOf({ nights, type = 'double' }: Stay): Omit<BaselineValues, 'roomId'> {
	return {
		...IDENTITY_SENTINEL,
		roomTypeId: type,
		clientLastName: 'Dupont',
		...{ amount: 100, ownerAmount: 100, currency: 'EUR', touristTaxTotal: 0 },
		...{ guests: 2, adults: 2, children: 0 },
		checkInDate: day(nights[0]),
		checkOutDate: day(nights[1]),
		paymentStatus: 'succeeded',
		stripePaymentIntentId: null,
		bookingLocale: 'en',
		internalNote: 'note',
	};
}

function stored(stay: Stay): StoredStay {
	const baseline = { ...valuesOf(stay), roomId: `room of ${stay.id}` };
	const { roomTypeId, ...columns } = baseline;
	return {
		roomStayId: stay.id,
		bookingId: `booking ${stay.id}`,
		baseline,
		identityMissing: true,
		roomName: null,
		isCodeSent: false,
		conflicts: [],
		booking: {
			...columns,
			bookingNumber: 1,
			...(stay.isUntouched
				? {}
				: { clientIdNumber: `documents of ${stay.id}`, stripePaymentIntentId: `pi_${stay.id}` }),
		},
	};
}

function target(stay: Stay): TargetStay {
	return { roomStayId: stay.id, roomName: null, values: valuesOf(stay), amountUnknown: false, isInHouse: false };
}

/** @param kept stays that were there before and still are */
function plan(before: readonly Stay[], now: readonly Stay[], kept: readonly Stay[] = []) {
	const known = reservation({ rooms: [...kept, ...before].map(({ id }) => ({ id })) });
	return draftStays({
		channel: 'booking.com',
		propertyId: '1',
		targets: [...kept, ...now].map(target),
		stored: [...kept, ...before].map(stored),
		rooms: [],
		roomMap: new Map(),
		isNews: true,
		said: { before: known, now: known },
	});
}

/** Of each of the given stays: whose room, documents and payment it has. */
function heirs(drafts: ReturnType<typeof plan>, now: readonly Stay[]) {
	return now.map(({ id }) => {
		const draft = drafts.find(({ roomStayId }) => roomStayId === id);
		const { clientIdNumber, stripePaymentIntentId } = draft?.next ?? {};
		return [draft?.held?.roomId, clientIdNumber, stripePaymentIntentId, draft?.baseline.paidOnline?.amount];
	});
}

const all = (id: string) => [`room of ${id}`, `documents of ${id}`, `pi_${id}`, 0];
const roomOnly = (id: string) => [`room of ${id}`, IDENTITY_SENTINEL.clientIdNumber, null, undefined];
const leftBehind = (drafts: ReturnType<typeof plan>) =>
	drafts.flatMap(({ roomStayId, leftBehind: columns }) => (columns.length > 0 ? [[roomStayId, ...columns]] : []));

describe('a room stay that the channel numbers anew', () => {
	const whole: Stay = { id: 'A', nights: [1, 8] };
	const end: Stay = { id: 'B', nights: [5, 8] };

	it.each<[string, Stay]>([
		['the same nights', { id: 'C', nights: [1, 8] }],
		['other nights that meet', { id: 'C', nights: [7, 12] }],
		['another type', { id: 'C', nights: [1, 8], type: 'suite' }],
	])('is the same guest where it is the only room, with %s', (_name, now) => {
		const drafts = plan([whole], [now]);
		expect(heirs(drafts, [now])).toEqual([all('A')]);
		expect(leftBehind(drafts)).toEqual([]);
	});

	it('may be another guest where the nights do not meet, and then gets the room only: what is left behind is said', () => {
		const now: Stay = { id: 'C', nights: [10, 12] };
		const drafts = plan([whole], [now]);
		expect(heirs(drafts, [now])).toEqual([roomOnly('A')]);
		expect(leftBehind(drafts)).toEqual([['A', 'clientIdNumber', 'stripePaymentIntentId']]);
	});

	it('is another guest than the one whose room was given up for other nights and another type', () => {
		const now: Stay = { id: 'C', nights: [10, 12], type: 'single' };
		const drafts = plan([{ id: 'A', nights: [1, 4] }], [now], [{ id: 'B', nights: [1, 4] }]);
		expect(heirs(drafts, [now])).toEqual([roomOnly('A')]);
		expect(leftBehind(drafts)).toEqual([['A', 'clientIdNumber', 'stripePaymentIntentId']]);
	});

	it('is the guest with the same nights, in whatever order the rooms are told', () => {
		const now: Stay[] = [
			{ id: 'X', nights: [5, 8] },
			{ id: 'Y', nights: [1, 8] },
		];
		for (const [before, after] of [
			[[whole, end], now],
			[[end, whole], [...now].reverse()],
		] as const) {
			const drafts = plan(before, after);
			expect(heirs(drafts, now)).toEqual([all('B'), all('A')]);
			expect(leftBehind(drafts)).toEqual([]);
		}
	});

	it('is nobody’s in particular where two alike were given up, or two alike are new', () => {
		const alike: Stay[] = [whole, { ...whole, id: 'B' }];
		const now: Stay = { id: 'X', nights: [1, 8] };
		const fewer = plan(alike, [now]);
		expect(heirs(fewer, [now])).toEqual([roomOnly('A')]);
		expect(leftBehind(fewer).map(([id]) => id)).toEqual(['A', 'B']);
		const more = plan([whole], [now, { ...now, id: 'Y' }]);
		expect(heirs(more, [now])).toEqual([roomOnly('A')]);
		expect(leftBehind(more).map(([id]) => id)).toEqual(['A']);
	});

	it('tells people what is left behind, in words by which that is known, without the entries themselves', () => {
		const stays = giveRooms(plan([whole], [{ id: 'C', nights: [10, 12] }]), [], {
			activeRoomIds: new Set(),
			closed: [],
		});
		const told = warningsFor(stays, [], { idDerived: false, orderUnknown: false }).filter(
			({ code }) => code === 'desk_conflict',
		);
		expect(told.map(({ roomStayId }) => roomStayId)).toEqual(['A']);
		expect(leavesToPeople(told[0]?.message ?? '')).toBe(true);
		expect(told[0]?.message).not.toMatch(/documents of|pi_/);
	});

	it('leaves nothing behind where the desk has entered nothing, or where no room was added', () => {
		expect(leftBehind(plan([{ ...whole, isUntouched: true }], [{ id: 'C', nights: [10, 12] }]))).toEqual([]);
		expect(leftBehind(plan([whole], [], [end]))).toEqual([]);
	});

	it('has documents and payment of one guest at most, of the same nights and type where there are several rooms', () => {
		const stays = (prefix: string) =>
			fc
				.array(
					fc.record({
						from: fc.integer({ min: 1, max: 4 }),
						more: fc.integer({ min: 1, max: 3 }),
						isSuite: fc.boolean(),
					}),
					{
						minLength: 1,
						maxLength: 4,
					},
				)
				.map((list) =>
					list.map(({ from, more, isSuite }, index): Stay => ({
						id: `${prefix}${index}`,
						nights: [from, from + more],
						type: isSuite ? 'suite' : 'double',
					})),
				);
		fc.assert(
			fc.property(stays('old'), stays('new'), (before, now) => {
				const drafts = plan(before, now);
				const told = leftBehind(drafts).map(([id]) => id);
				const taken = now.flatMap((stay) => {
					const from = heirs(drafts, [stay])[0]?.[2] ?? null;
					return from === null ? [] : [{ stay, from: before.find(({ id }) => from === `pi_${id}`) }];
				});
				expect(new Set(taken.map(({ from }) => from)).size).toBe(taken.length);
				// Whatever the desk has entered is either with the guest or told to people.
				expect(before.map(({ id }) => id).sort()).toEqual([...told, ...taken.map(({ from }) => from?.id)].sort());
				if (before.length === 1 && now.length === 1) return;
				for (const { stay, from } of taken) {
					expect([from?.nights, from?.type]).toEqual([stay.nights, stay.type]);
					const isAlike = (other: Stay) => other.type === stay.type && String(other.nights) === String(stay.nights);
					expect([before.filter(isAlike).length, now.filter(isAlike).length]).toEqual([1, 1]);
				}
			}),
		);
	});
});
