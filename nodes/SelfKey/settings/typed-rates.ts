/**
 * How prices at channels follow SelfKey's, as a person types it: one line for each rate plan or listing, such as
 * `1296364403 rate 49111777 = +10 %, single use -20 %`, and one more for each season. Pure.
 */
import { channelById, type ChannelId } from '../../../core/channel/channels';
import { isPercent, LEAST_PERCENT, MOST_PERCENT } from '../../../core/rates/channel-rate';
import type { HotelRateRule } from '../../../core/rates/rate-rules';
import { calendarChannels } from '../availability/channel-choices';
import { readLines } from './typed-lines';
import { wrongDates } from './typed-sale';

const FIELD = 'Prices';
const BOOKING_COM = 'booking.com' satisfies ChannelId;

/**
 * Sentences that say what to correct.
 * @param roomTypes those of the room map
 */
export function rateMistakes(rates: string, roomTypes: readonly string[]): string[] {
	const known = new Set(roomTypes.map(idOf));
	return readLines(rates, FIELD, (text) => {
		const rule = readRule(text);
		if (typeof rule === 'string' || known.has(idOf(rule.roomType))) return rule;
		return `no rooms are named for ${rule.roomType}; name them above, or correct the number`;
	}).mistakes;
}

/** Those that can be read, in the order of the lines: the last one for a night counts. */
export function readTypedRates(rates: string): HotelRateRule[] {
	return readLines(rates, FIELD, readRule).values;
}

/** As the form shows them. */
export function ratesText(rates: readonly HotelRateRule[]): string {
	return rates
		.map(({ roomType, ratePlanId, start, end, percent, singleUsePercent }) =>
			[
				roomType,
				...(ratePlanId === null ? [] : [`rate ${ratePlanId}`]),
				...(start === null ? [] : [`from ${start}`]),
				...(end === null ? [] : [`until ${end}`]),
				`= ${signed(percent)}${singleUsePercent === null ? '' : `, single use ${signed(singleUsePercent)}`}`,
			].join(' '),
		)
		.join('\n');
}

const NAMED = /^(\S.*?)(?:\s+rate\s+(\S+))?(?:\s+from\s+(\S+))?(?:\s+until\s+(\S+))?$/i;
const CHANGED = /^([^%\s]+)\s*%(?:\s*,?\s*single(?:\s+use)?\s+([^%\s]+)\s*%)?$/i;

function readRule(text: string): HotelRateRule | string {
	const [left = '', right = '', ...more] = text.split('=').map((part) => part.trim());
	const [, named, ratePlanId = null, start = null, end = null] = NAMED.exec(left) ?? [];
	const [, plain, alone] = CHANGED.exec(right) ?? [];
	if (named === undefined || plain === undefined || more.length > 0)
		return `write it like 1296364403 rate 49111777 = +10 %, single use -20 %, or airbnb/48211377 from 2026-07-01 until 2026-09-01 = +25 %: ${text}`;
	const percent = percentIn(plain);
	const singleUsePercent = alone === undefined ? null : percentIn(alone);
	if (percent === undefined) return notPercent(plain);
	if (singleUsePercent === undefined) return notPercent(alone ?? '');
	const rule = { roomType: withChannelId(named), ratePlanId, start, end, percent, singleUsePercent };
	return wrongDates(start, end) ?? wrongForChannel(rule) ?? rule;
}

/** What the channel of the room type cannot be told, in a sentence. */
function wrongForChannel({ roomType, ratePlanId, singleUsePercent }: HotelRateRule): string | null {
	const channel = channelOf(roomType);
	if (!calendarChannels.some(({ value }) => value === channel))
		return `${roomType} is of no channel that is told prices; write Booking.com's number of the room type, or airbnb/ and the number of the listing`;
	if (channel === BOOKING_COM)
		return ratePlanId === null
			? `a price at Booking.com belongs to a rate plan; write ${roomType} rate, then the number of the plan`
			: null;
	const name = channelById(channel)?.displayName ?? channel;
	if (ratePlanId !== null) return `${name} has no rate plans; leave out "rate ${ratePlanId}"`;
	return singleUsePercent === null ? null : `${name} knows no price for one guest alone; leave out "single use"`;
}

/** `Airbnb/48211377` means `airbnb/48211377`. */
function withChannelId(roomType: string): string {
	return roomType.replace(/^[^/]+(?=\/)/, (channel) => channel.trim().toLowerCase());
}

/** A type that stands alone is Booking.com's if it is a number, as all of Booking.com's are. */
function channelOf(roomType: string): string {
	const [first = '', ...rest] = roomType.split('/');
	if (rest.length > 0) return first;
	return /^\d+$/.test(first) ? BOOKING_COM : '';
}

function idOf(roomType: string): string {
	return roomType.split('/').at(-1) ?? '';
}

/** `undefined` for what is none. */
function percentIn(text: string): number | undefined {
	const plain = text.replace(/^[−–]/, '-').replace(',', '.');
	const percent = /^[+-]?\d{1,3}(\.\d{1,2})?$/.test(plain) ? Number(plain) : undefined;
	return isPercent(percent) ? percent : undefined;
}

function notPercent(text: string): string {
	return `a per cent is a number from ${LEAST_PERCENT} to ${MOST_PERCENT}, with two decimals at most: ${text}`;
}

function signed(percent: number): string {
	return `${percent > 0 ? '+' : ''}${percent} %`;
}
