/** What the hotel holds back of its rooms, out of `availability` in an integration's configuration. Pure. */
import type { OverbookingAllowance, SaleLimits } from '../../core/availability/sale-limits';
import { isRecord } from '../../core/payload/field-reader';
import { isIsoDate } from '../../core/reservation/dates';

export interface SaleSettings {
	/** Nights from today that channels are told of. */
	horizonNights: number;
	buffer: number;
	/** By `channel/roomTypeId`, else by channel. */
	allotments: ReadonlyMap<string, number>;
	overbooking: readonly OverbookingAllowance[];
	overbookingCap: number;
}

/** Booking.com wants a year at least. */
const DEFAULT_HORIZON = 500;
const MAX_HORIZON = 730;
const MAX_ROOMS = 254;

/** Reads the settings; what is missing or of the wrong type holds nothing back, and allows nothing. */
export function readSaleSettings(value: unknown): SaleSettings {
	const { horizonNights, buffer, allotments, overbooking, overbookingCap } = isRecord(value) ? value : {};
	return {
		horizonNights: Math.max(1, count(horizonNights, MAX_HORIZON) ?? DEFAULT_HORIZON),
		buffer: count(buffer) ?? 0,
		allotments: new Map(
			Object.entries(isRecord(allotments) ? allotments : {}).flatMap(([name, rooms]) => {
				const most = count(rooms);
				return most === null ? [] : [[name, most] as const];
			}),
		),
		overbooking: (Array.isArray(overbooking) ? overbooking : []).flatMap(readAllowance),
		overbookingCap: count(overbookingCap) ?? 0,
	};
}

/** What holds for a room type on a channel. */
export function limitsFor(
	{ buffer, allotments, overbooking, overbookingCap }: SaleSettings,
	channel: string,
	roomTypeId: string,
): SaleLimits {
	const allotment = allotments.get(`${channel}/${roomTypeId}`) ?? allotments.get(channel) ?? null;
	return { buffer, allotment, overbooking, overbookingCap };
}

function readAllowance(value: unknown): OverbookingAllowance[] {
	const { start, end, rooms } = isRecord(value) ? value : {};
	const most = count(rooms);
	return isIsoDate(start) && isIsoDate(end) && start < end && most !== null ? [{ start, end, rooms: most }] : [];
}

function count(value: unknown, most = MAX_ROOMS): number | null {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? Math.min(value, most) : null;
}
