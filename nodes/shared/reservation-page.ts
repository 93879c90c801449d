/** One page of all reservations of a source, for a flow that reads everything and can go on where it stopped. */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { optionalText, wholeNumberFromOne } from './parameters';

export interface ReservationPage {
	reservations: IDataObject[];
	/** What cannot become a reservation: `error`, and `key` where it is known. */
	unreadable: IDataObject[];
	/** Of what is no booking, one entry each: what people have to hear of it, or `null`. */
	leftOut?: ReadonlyArray<string | null>;
	/** Where the next page begins; `null` behind the last one. */
	next: string | null;
	/** Whether the source has begun anew, although another page was asked for. */
	isFirst?: boolean;
}

/** Of what people have to hear of, in one hint. */
const MAX_NOTES = 20;

export interface AskedPage {
	/** What the page before gave as `next`; `null` for the first one. */
	begin: string | null;
	/** Reservations in a page. */
	size: number;
}

/** The parameters of an operation that reads a page. */
export function pageProperties(size: number): INodeProperties[] {
	return [
		{
			displayName: 'Begin At',
			name: 'begin',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.place }}',
			description: 'What the page before gave as "next". Leave empty for the first page.',
		},
		{
			displayName: 'Page Size',
			name: 'pageSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1000, numberPrecision: 0 },
			default: size,
			description: 'How many reservations to read at a time',
		},
	];
}

/** @throws RangeError for a size that is none */
export function askedPage(context: IExecuteFunctions, index: number, size: number): AskedPage {
	return {
		begin: optionalText(context, 'begin', index),
		size: Math.min(1000, wholeNumberFromOne(context, 'pageSize', 'Page Size', index, size)),
	};
}

/** The one item of a page; with a line about it for whoever watches. */
export function pageItem(context: IExecuteFunctions, { begin }: AskedPage, page: ReservationPage): IDataObject {
	const { reservations, unreadable, leftOut = [], next } = page;
	const isLast = next === null;
	const counts = [
		`${reservations.length} reservations`,
		`${unreadable.length} that cannot be read`,
		...(leftOut.length > 0 ? [`${leftOut.length} that are no bookings and were left out`] : []),
	];
	const notes = leftOut.filter((note) => note !== null);
	const more = notes.length - MAX_NOTES;
	context.addExecutionHints({
		message: [
			`${counts.join(', ')}; ${isLast ? 'this was the last page' : 'more follow'}`,
			...notes.slice(0, MAX_NOTES),
			...(more > 0 ? [`And ${more} more of these`] : []),
		].join('. '),
		location: 'outputPane',
	});
	return {
		...{ reservations, unreadable, leftOut: leftOut.length },
		...{ next: next ?? '', isFirst: page.isFirst ?? begin === null, isLast },
	};
}

/**
 * The page out of a list that its source gives only as a whole: in the order of their names, those behind the last one
 * of the page before. What comes or goes between two pages moves no other.
 */
export function pageOfList<T>(
	entries: readonly T[],
	nameOf: (entry: T) => string,
	{ begin, size }: AskedPage,
): { entries: T[]; next: string | null } {
	const left = entries
		.map((entry) => ({ entry, name: nameOf(entry) }))
		.filter(({ name }) => begin === null || name > begin)
		.sort((a, b) => (a.name < b.name ? -1 : 1));
	const taken = left.slice(0, size);
	return {
		entries: taken.map(({ entry }) => entry),
		next: left.length > size ? (taken.at(-1)?.name ?? null) : null,
	};
}
