/**
 * How prices at channels follow SelfKey's, as a person types it: one line for each rate plan or listing, such as
 * `1296364403 rate 49111777 = +10 %, single use -20 %`, and one more for each season. Pure.
 */
import { channelById, type ChannelId } from '../../../core/channel/channels';
import { isPercent, MIN_PERCENT, MAX_PERCENT } from '../../../core/rates/channel-rate';
import type { HotelRateRule } from '../../../core/rates/rate-rules';
import { calendarChannels } from '../availability/channel-choices';
import { isBookingComNumber } from './room-type-keys';
import { readLines } from './typed-lines';
import { wrongDates } from './typed-sale';
import { wordsIn, type Words } from '../words/words';

const BOOKING_COM = 'booking.com' satisfies ChannelId;

type Mistakes = Words['mistakes'];

const ENGLISH = wordsIn('en').mistakes;

/**
 * Sentences that say what to correct.
 * @param roomTypes those of the room map
 */
export function rateMistakes(rates: string, roomTypes: readonly string[], say: Mistakes = ENGLISH): string[] {
	const known = new Set(roomTypes.map(idOf));
	const read = (text: string) => {
		const rule = readRule(text, say);
		return typeof rule === 'string' || known.has(idOf(rule.roomType)) ? rule : say.rates.noRooms(rule.roomType);
	};
	return readLines(rates, read, (line, mistake) => say.inField(say.rates.field, line, mistake)).mistakes;
}

/** Those that can be read, in the order of the lines: the last one for a night counts. */
export function readTypedRates(rates: string): HotelRateRule[] {
	return readLines(rates, (text) => readRule(text, ENGLISH)).values;
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

function readRule(text: string, say: Mistakes): HotelRateRule | string {
	const [left = '', right = '', ...more] = text.split('=').map((part) => part.trim());
	const [, named, ratePlanId = null, start = null, end = null] = NAMED.exec(left) ?? [];
	const [, plain, alone] = CHANGED.exec(right) ?? [];
	if (named === undefined || plain === undefined || more.length > 0) return say.rates.form(text);
	const percent = percentIn(plain);
	const singleUsePercent = alone === undefined ? null : percentIn(alone);
	if (percent === undefined) return say.rates.notPercent(plain, MIN_PERCENT, MAX_PERCENT);
	if (singleUsePercent === undefined) return say.rates.notPercent(alone ?? '', MIN_PERCENT, MAX_PERCENT);
	const rule = { roomType: withChannelId(named), ratePlanId, start, end, percent, singleUsePercent };
	return wrongDates(start, end, say) ?? wrongForChannel(rule, say.rates) ?? rule;
}

/** What the channel of the room type cannot be told, in a sentence. */
function wrongForChannel(
	{ roomType, ratePlanId, singleUsePercent }: HotelRateRule,
	say: Mistakes['rates'],
): string | null {
	const channel = channelOf(roomType);
	if (!calendarChannels.some(({ value }) => value === channel)) return say.noChannel(roomType);
	if (channel === BOOKING_COM) return ratePlanId === null ? say.noPlan(roomType) : null;
	const name = channelById(channel)?.displayName ?? channel;
	if (ratePlanId !== null) return say.planAt(name, ratePlanId);
	return singleUsePercent === null ? null : say.singleUseAt(name);
}

/** `Airbnb/48211377` means `airbnb/48211377`. */
function withChannelId(roomType: string): string {
	return roomType.replace(/^[^/]+(?=\/)/, (channel) => channel.trim().toLowerCase());
}

function channelOf(roomType: string): string {
	const [first = '', ...rest] = roomType.split('/');
	if (rest.length > 0) return first;
	return isBookingComNumber(first) ? BOOKING_COM : '';
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

function signed(percent: number): string {
	return `${percent > 0 ? '+' : ''}${percent} %`;
}
