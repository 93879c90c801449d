/**
 * Names that no sender may take for its own channel: whoever has a channel's name can cancel its reservations, and
 * whoever is called like the front desk is believed like it. Pure.
 */
import { CHANNELS, OWN_CHANNEL } from './channels';
import { HOUSE_ORIGINS } from './origin';

const RESERVED: readonly string[] = [
	'channel',
	...Object.entries(HOUSE_ORIGINS).flatMap(([kind, { displayName, choice }]) => [kind, displayName, choice]),
	...CHANNELS.flatMap(({ id, displayName }) => [id, displayName]),
];

/** Of the scripts that share shapes with ours; ours has such letters too, as `ɡ`. */
const LOOK_ALIKE = /(?![a-z])[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/gu;

const SPELLINGS = new Set(RESERVED.map(spelling));

/** Whether people could take the name for a reserved one, or it is one. */
export function isReservedName(name: string): boolean {
	const spelt = spelling(name);
	if (SPELLINGS.has(spelt)) return true;
	// A letter that looks like one of a to z, in a word that has some of these, can be meant as any of them.
	if (!/[a-z]/.test(spelt)) return false;
	const pattern = new RegExp(`^${spelt.replace(LOOK_ALIKE, '.')}$`, 'u');
	return [...SPELLINGS].some((reserved) => pattern.test(reserved));
}

/** Whether reservations may bear the name as their channel: a registered channel's own, or one that is like no reserved one. */
export function isChannelName(name: string): boolean {
	return CHANNELS.some(({ id }) => id === name && id !== OWN_CHANNEL) || !isReservedName(name);
}

/** Letters and digits only, without case, accents, or the forms that Unicode keeps for compatibility. */
function spelling(name: string): string {
	// Upper case first: it also folds the dotless i.
	const folded = name.normalize('NFKD').toUpperCase().toLowerCase();
	return folded.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '');
}
