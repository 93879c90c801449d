/** What the advice on a conflict is put together from, in the languages of the desk. */
import { withFrenchSpaces, type Language } from '../../core/text/language';

const en = {
	lastRoom: (others: string) => `The last room went to ${others}`,
	sharedWith: (others: string) => `The other is ${others}`,
	otherType: (rooms: string) => `Free in all these nights, but of another type: ${rooms}`,
	nothingFree: 'No other room of the house is free in all these nights',
	inRoom: (booking: string, room: string) => `${booking}, room ${room}`,
	moves: (moves: string) => `It would be solved by moving ${moves}`,
	/** @param from `''` where it has its room to itself */
	move: (bookingNumber: number, from: string, to: string, ask: string) =>
		`booking ${bookingNumber}${from === '' ? '' : ` from ${from}`} to ${to} (${ask})`,
	booking: (bookingNumber: number, name: string) => `booking ${bookingNumber} (${name})`,
	ask: {
		direct: 'sold by SelfKey: ask the guest',
		code: 'the guest has the door code: ask first',
		nobody: 'nobody has to be asked',
		desk: 'the desk chose the room',
	},
	unknownRoom: 'unknown',
	and: 'and',
};

export type AdviceWords = typeof en;

const fr: AdviceWords = {
	lastRoom: (others) => `La dernière chambre est allée à ${others}`,
	sharedWith: (others) => `L’autre est ${others}`,
	otherType: (rooms) => `Libres toutes ces nuits, mais d’un autre type : ${rooms}`,
	nothingFree: 'Aucune autre chambre de la maison n’est libre toutes ces nuits',
	inRoom: (booking, room) => `${booking}, chambre ${room}`,
	moves: (moves) => `Pour résoudre, il suffirait de déplacer ${moves}`,
	move: (bookingNumber, from, to, ask) =>
		`la réservation ${bookingNumber}${from === '' ? '' : ` de la ${from}`} à la ${to} (${ask})`,
	booking: (bookingNumber, name) => `la réservation ${bookingNumber} (${name})`,
	ask: {
		direct: 'vendue par SelfKey : demander au client',
		code: 'le client a le code de la porte : demander d’abord',
		nobody: 'il n’y a personne à prévenir',
		desk: 'la réception a choisi la chambre',
	},
	unknownRoom: 'inconnue',
	and: 'et',
};

const WORDS: Readonly<Record<Language, AdviceWords>> = { en, fr: withFrenchSpaces(fr) };

export function adviceWords(language: Language): AdviceWords {
	return WORDS[language];
}
