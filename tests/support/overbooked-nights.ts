/** Nights that were sold more often than there are rooms, and whether the channels could have known better. */
import { OWN_CHANNEL } from '../../core/channel/channels';
import { nights as nightsOf } from '../../sandbox/hotel';

export interface Sale {
	id: string;
	channel: string;
	roomTypeId: string;
	checkIn: string;
	checkOut: string;
	/** When the guest booked, epoch milliseconds; sales of one millisecond in the order they are given in. */
	at: number;
}

/** A night that a channel was told to open or to close. */
export interface Told {
	channel: string;
	roomTypeId: string;
	date: string;
	at: number;
	isOpen: boolean;
}

export interface Overbooking {
	sale: Sale;
	date: string;
	/** Since the last room of that night was sold anywhere. */
	secondsLate: number;
	/**
	 * The channel had been told that the night is full, and sold it all the same: it was opened again by mistake, or the
	 * channel did not do as it was told.
	 */
	wasTold: boolean;
}

/**
 * Each sale of a night that was full already when its guest booked.
 *
 * @param sales all of them, none of which was cancelled
 * @param told what the channels were told, oldest first
 * @param rooms how many rooms a type has
 */
export function overbookings(
	sales: readonly Sale[],
	told: readonly Told[],
	rooms: (roomTypeId: string) => number,
): Overbooking[] {
	return fullNights(sales, rooms).flatMap(({ date, full, late }) =>
		late.map((sale) => ({
			sale,
			date,
			secondsLate: (sale.at - full.at) / 1_000,
			wasTold: told.some(
				(each) => !each.isOpen && isAbout(each, sale, date) && full.at <= each.at && each.at < sale.at,
			),
		})),
	);
}

export interface Explanation {
	/** Within how many seconds of the last sale every channel, and SelfKey itself, has heard of it. */
	closingTime: number;
	/** The sales whose stays have no room. */
	waiting: readonly Sale[];
}

/**
 * Those that should not have happened: a channel sold the night although it had been told, or so late that it ought to have been.
 * SelfKey's own page sees rooms, not the stays that have none, so it may sell what one of these needs at any time, and nothing else.
 */
export function unexplained(tooMany: readonly Overbooking[], { closingTime, waiting }: Explanation): Overbooking[] {
	return tooMany.filter(({ sale, date, secondsLate, wasTold }) => {
		if (wasTold || secondsLate <= closingTime) return wasTold;
		return sale.channel !== OWN_CHANNEL || !waiting.some((stay) => needsRoomOf(stay, sale, date));
	});
}

function needsRoomOf(stay: Sale, { roomTypeId, at }: Sale, date: string): boolean {
	return stay.roomTypeId === roomTypeId && stay.at < at && stay.checkIn <= date && date < stay.checkOut;
}

/**
 * How long a channel went on selling nights that were full, in seconds from the sale of the last room, sorted: one for each
 * such night that it was told to close since.
 */
export function closingSeconds(
	channel: string,
	sales: readonly Sale[],
	told: readonly Told[],
	rooms: (roomTypeId: string) => number,
): number[] {
	return fullNights(sales, rooms)
		.flatMap(({ date, full }) => {
			const closed = told.find(
				(each) => !each.isOpen && isAbout(each, { ...full, channel }, date) && each.at >= full.at,
			);
			return closed ? [(closed.at - full.at) / 1_000] : [];
		})
		.sort((one, other) => one - other);
}

interface FullNight {
	date: string;
	/** The sale of the last room. */
	full: Sale;
	/** Those after it, in order. */
	late: Sale[];
}

function fullNights(sales: readonly Sale[], rooms: (roomTypeId: string) => number): FullNight[] {
	const soldFrom = new Map<string, Sale[]>();
	for (const sale of sales.toSorted((one, other) => one.at - other.at)) {
		for (const date of nightsOf(sale.checkIn, sale.checkOut)) {
			const key = `${date} ${sale.roomTypeId}`;
			const sold = soldFrom.get(key) ?? [];
			soldFrom.set(key, sold);
			sold.push(sale);
		}
	}
	return [...soldFrom].flatMap(([key, sold]) => {
		const count = rooms(key.slice(11));
		const full = sold[count - 1];
		return full ? [{ date: key.slice(0, 10), full, late: sold.slice(count) }] : [];
	});
}

const isAbout = (told: Told, sale: Sale, date: string): boolean =>
	told.channel === sale.channel && told.roomTypeId === sale.roomTypeId && told.date === date;
