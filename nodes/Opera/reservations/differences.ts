/** What has to change in OPERA for a room, in words for people. Pure. */
import type { OperaStay } from './opera-stay';
import type { WantedStay } from './wanted-stay';
import { ruleFor, type Field } from './who-wins';

export interface Difference {
	/** Part of the item's output, so it never changes. */
	field: Extract<Field, 'dates' | 'roomType' | 'ratePlan' | 'price' | 'guests' | 'notes'>;
	/** "the stay is 2027-06-01 to 2027-06-03 instead of …". */
	words: string;
}

/** Empty where OPERA holds what is wanted. What the reservation does not say is never a difference. */
export function differences(wanted: WantedStay, stay: OperaStay): Difference[] {
	const found: Difference[] = [];
	const add = (field: Difference['field'], words: string) => {
		if (ruleFor(field, stay.state).difference !== 'nothing') found.push({ field, words });
	};
	if (wanted.arrival !== stay.arrival || wanted.departure !== stay.departure)
		add(
			'dates',
			`the stay is ${wanted.arrival} to ${wanted.departure} instead of ${stay.arrival} to ${stay.departure}`,
		);
	// What was booked, not what the guest sleeps in: an upgrade by the desk stays.
	const booked = stay.roomTypeCharged ?? stay.roomType;
	if (wanted.roomType !== null && wanted.roomType !== booked)
		add('roomType', `the room type is ${wanted.roomType} instead of ${booked}`);
	if (wanted.ratePlan !== null && wanted.ratePlan !== stay.ratePlan)
		add('ratePlan', `the rate plan is ${wanted.ratePlan} instead of ${stay.ratePlan}`);
	if (wanted.nights !== null && !samePrices(wanted.nights, stay)) add('price', 'the price is another one');
	if (wanted.adults !== stay.adults || wanted.children !== (stay.children ?? 0))
		add('guests', `there are ${wanted.adults} adults and ${wanted.children} children`);
	if (newNotes(wanted, stay).length > 0) add('notes', 'there is a new note');
	return found;
}

/** Those that are for people: OPERA wins, and its source says otherwise. */
export function conflictsIn(found: readonly Difference[], { state }: OperaStay): Difference[] {
	return found.filter(({ field }) => ruleFor(field, state).difference === 'conflict');
}

/** Notes that OPERA does not have yet; what it has is never removed. */
export function newNotes({ notes }: WantedStay, stay: OperaStay | null): string[] {
	const known = new Set((stay?.notes ?? []).map(squeezed));
	return notes.filter((note) => !known.has(squeezed(note)));
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim();

function samePrices(nights: NonNullable<WantedStay['nights']>, stay: OperaStay): boolean {
	return (
		nights.length === stay.nights.length &&
		nights.every(({ date, amount, currency }, index) => {
			const known = stay.nights[index];
			return (
				known?.date === date &&
				known.amount !== null &&
				Math.abs(known.amount - amount) < 0.000_05 &&
				(known.currency ?? currency) === currency
			);
		})
	);
}
