/**
 * Names that no sender may use for its own channel: a sender with a channel's name could cancel that channel's
 * reservations, and one named like the front desk would be trusted like it. Pure.
 */
import { CHANNELS, OWN_CHANNEL } from './channels';
import { HOUSE_ORIGINS } from './origin';

const RESERVED: readonly string[] = [
	'channel',
	...Object.entries(HOUSE_ORIGINS).flatMap(([kind, { displayName, choice }]) => [kind, displayName, choice]),
	...CHANNELS.flatMap(({ id, displayName }) => [id, displayName]),
];

/** Letters of scripts that share shapes with ours; Latin itself has look-alikes, such as `ɡ`. */
const LOOK_ALIKE = /(?![a-z])[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/gu;

const SPELLINGS = new Set(RESERVED.map(spelling));

/** Whether the name is a reserved one, or people could mistake it for one. */
export function isReservedName(name: string): boolean {
	const spelt = spelling(name);
	if (SPELLINGS.has(spelt)) return true;
	// In a word that also has letters from a to z, a look-alike letter may stand for any of them.
	if (!/[a-z]/.test(spelt)) return false;
	const pattern = new RegExp(`^${spelt.replace(LOOK_ALIKE, '.')}$`, 'u');
	return [...SPELLINGS].some((reserved) => pattern.test(reserved));
}

/**
 * Whether reservations may use the name as their channel: a registered channel's own, or one that resembles no
 * reserved name.
 */
export function isChannelName(name: string): boolean {
	return CHANNELS.some(({ id }) => id === name && id !== OWN_CHANNEL) || !isReservedName(name);
}

/** Letters and digits only, without case, accents, or Unicode's compatibility forms. */
function spelling(name: string): string {
	// Upper case first: it also folds the dotless i.
	const folded = name.normalize('NFKD').toUpperCase().toLowerCase();
	return folded.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '');
}
