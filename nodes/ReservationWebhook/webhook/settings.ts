/** What the trigger's own fields may be. Pure. */
import { isChannelName } from '../../../core/channel/reserved-names';
import { moneyFromDecimal } from '../../../core/reservation/money';

/** What is wrong with the source's name and what to do, or `null`. It becomes part of every reservation's key. */
export function validateSource(source: unknown): string | null {
	if (typeof source !== 'string' || !/^[a-z0-9][a-z0-9._-]{0,49}$/.test(source))
		return 'Source: up to 50 lower-case letters, digits, full stops and hyphens, such as my-channel-manager';
	return isChannelName(source)
		? null
		: 'Source: this name is reserved or can be taken for a reserved one; choose another, or write a known channel exactly, such as booking.com';
}

/** What is wrong with the further channels and what to do, or `null`; empty is none. */
export function validateChannels(channels: unknown): string | null {
	const wrong = channelNames(channels).find((name) => validateSource(name) !== null);
	return wrong === undefined
		? null
		: `Other Channels: "${wrong.slice(0, 50)}" cannot be one. ${validateSource(wrong)?.replace(/^Source: /, 'Names are ')}`;
}

/** The names in the node's field. */
export function channelNames(channels: unknown): string[] {
	return String(channels ?? '')
		.toLowerCase()
		.split(/[\s,;]+/)
		.filter((name) => name !== '');
}

/** What is wrong with the currency and what to do, or `null`; empty is none. */
export function validateCurrency(currency: unknown): string | null {
	const valid =
		currency === '' || (typeof currency === 'string' && moneyFromDecimal(1, currency.toUpperCase()) !== null);
	return valid ? null : 'Currency: the three letters of ISO 4217, such as EUR';
}
