/** What has to change in OPERA for a room, in words for people. Pure. */
import type { OperaStay } from './opera-stay';
import type { WantedStay } from './wanted-stay';
import { ruleFor, type Field } from './who-wins';
import { isAsWritten, type WrittenStay } from './written-mark';

export interface Difference {
	/** Part of the item's output, so it never changes. */
	field: Extract<Field, 'dates' | 'roomType' | 'ratePlan' | 'price' | 'guests' | 'notes'>;
	/** "the stay is 2027-06-01 to 2027-06-03 instead of …". */
	words: string;
	/** Whether the desk has changed it in OPERA since it was written, and then whether its source has too. */
	desk?: 'alone' | 'and source';
}

/** Empty where OPERA holds what is wanted. What the reservation does not say, or OPERA does not show, is never a difference. */
export function differences(wanted: WantedStay, stay: OperaStay): Difference[] {
	const found: Difference[] = [];
	const add = (field: Difference['field'], words: string, desk?: Difference['desk']) => {
		if (ruleFor(field, stay.state).difference !== 'nothing') found.push({ field, words, ...(desk ? { desk } : {}) });
	};
	if (wanted.arrival !== (stay.arrival ?? wanted.arrival) || wanted.departure !== (stay.departure ?? wanted.departure))
		add(
			'dates',
			`the stay is ${wanted.arrival} to ${wanted.departure} instead of ${stay.arrival} to ${stay.departure}`,
			deskChange(wanted, stay, 'dates'),
		);
	// What was booked, not what the guest sleeps in: an upgrade by the desk stays.
	const booked = stay.roomTypeCharged ?? stay.roomType;
	if (wanted.roomType !== null && booked !== null && wanted.roomType !== booked)
		add('roomType', `the room type is ${wanted.roomType} instead of ${booked}`);
	if (wanted.ratePlan !== null && stay.ratePlan !== null && wanted.ratePlan !== stay.ratePlan)
		add('ratePlan', `the rate plan is ${wanted.ratePlan} instead of ${stay.ratePlan}`);
	if (wanted.nights !== null && !samePrices(wanted.nights, stay)) add('price', 'the price is another one');
	if (!hasPeople(wanted, stay)) add('guests', `there are ${peopleWords(wanted)}`, deskChange(wanted, stay, 'people'));
	if (newNotes(wanted, stay).length > 0) add('notes', 'there is a new note');
	return found;
}

function hasPeople(wanted: WantedStay, { adults, children }: OperaStay): boolean {
	// No children are no figure where adults are one.
	const shown = children ?? (adults === null ? wanted.children : 0);
	return (wanted.adults ?? adults) === (adults ?? wanted.adults) && (wanted.children ?? shown) === shown;
}

function peopleWords({ adults, children }: WantedStay): string {
	const said = [adults === null ? [] : `${adults} adults`, children === null ? [] : `${children} children`];
	return said.flat().join(' and ');
}

const FIELDS = { dates: ['arrival', 'departure'], people: ['adults', 'children'] } as const;

/**
 * Whether the desk has changed one of these fields in OPERA since it was written. Where nobody knows what was written,
 * whoever has changed the reservation last counts; then its source may have changed the field too. What SelfKey has taken
 * over from OPERA is no change of the source. Only to be asked of a field that differs.
 */
function deskChange(
	wanted: WantedStay,
	{ written, createdBy, changedBy, ...stay }: OperaStay,
	what: keyof typeof FIELDS,
): Difference['desk'] {
	const fields: ReadonlyArray<keyof WrittenStay> = FIELDS[what];
	if (written === undefined)
		return createdBy !== undefined && changedBy !== undefined && createdBy !== changedBy ? 'and source' : undefined;
	// Also where OPERA is as it was written: the desk has then taken its own change back.
	if (wanted.reported.includes(what)) return 'alone';
	if (isAsWritten(stay, written, fields)) return undefined;
	// Of whom it says nothing, it has changed nothing.
	const said = { ...wanted, adults: wanted.adults ?? written.adults, children: wanted.children ?? written.children };
	return isAsWritten(said, written, fields) ? 'alone' : 'and source';
}

/** Those that are for people: OPERA wins, and its source says otherwise. */
export function conflictsIn(found: readonly Difference[], { state }: OperaStay): Difference[] {
	return found.filter(
		({ field, desk }) =>
			ruleFor(field, state).difference === 'conflict' ||
			(desk === 'alone' && ruleFor('deskStay', state).difference === 'conflict'),
	);
}

/** What the desk has entered in OPERA and is about to be written over, in words; `null` where that is nothing. */
export function replacedIn(found: readonly Difference[], stay: OperaStay): string | null {
	const replaced = found.flatMap(({ field, desk }) => (desk === undefined ? [] : [field]));
	if (replaced.length === 0) return null;
	const was = [
		...(replaced.includes('dates') ? [`${stay.arrival} to ${stay.departure}`] : []),
		...(replaced.includes('guests') ? [`for ${stay.adults} adults and ${stay.children ?? 0} children`] : []),
	];
	return `In Opera the desk had changed ${nameOf(stay)}, which was ${was.join(', ')}. Its source has changed it too, and was written: see to it that the guest gets what was agreed`;
}

/**
 * The price means something else in OPERA than at its source, in words; `null` where it is the same, or one of them does not
 * say. The amount is the rate plan's, as OPERA has it set up: with the taxes that it counts as included, without those it adds.
 */
export function taxesApart({ nights, taxIncluded }: WantedStay, stay: OperaStay): string | null {
	if (nights === null || nights.length === 0 || taxIncluded === undefined || stay.taxes === undefined) return null;
	// Of a guest who is in the house, or has left, the price is the desk's.
	if (stay.state !== 'open' || taxIncluded === (stay.taxes === 'included')) return null;
	const plan = ['its rate plan', stay.ratePlan].filter(Boolean).join(' ');
	const why = taxIncluded
		? `${plan} adds taxes to the price, which includes them at its source. Choose one in the Opera node whose prices include taxes`
		: `${plan} takes the taxes to be in the price, which is without them at its source. Choose one in the Opera node that adds taxes`;
	return `Opera ${nameOf(stay)}: ${why}, or have this one set up so`;
}

/** As people find it in OPERA. */
export function nameOf({ confirmationNumber, reservationId }: OperaStay): string {
	return confirmationNumber === null ? `reservation ${reservationId}` : `confirmation ${confirmationNumber}`;
}

/** Notes that OPERA does not have yet; what it has is never removed. */
export function newNotes({ notes }: WantedStay, stay: OperaStay | null): string[] {
	const known = new Set((stay?.notes ?? []).map(squeezed));
	return notes.filter((note) => !known.has(squeezed(note)));
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim();

function samePrices(nights: NonNullable<WantedStay['nights']>, stay: OperaStay): boolean {
	return nights.every(({ date, amount, currency }) => {
		const known = stay.nights.find((night) => night.date === date);
		if (!known) return !isBeside(date, stay);
		if (known.amount === null) return true;
		return Math.abs(known.amount - amount) < 0.000_05 && (known.currency ?? currency) === currency;
	});
}

/** A night that OPERA's stay has not has no price there either. */
function isBeside(date: string, { arrival, departure }: OperaStay): boolean {
	return date < (arrival ?? date) || (departure !== null && date >= departure);
}
