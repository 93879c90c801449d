/**
 * Several hotels in one n8n: what each further copy of the alerts remembers is marked with its hotel, so that no copy ends
 * what another one has told. Pure.
 */
import type { AlertRow } from '../../shared/log/alerts-table';

const MARKED = /^([\w.-]+)\/([a-zA-Z]+:.*)$/s;
/** SelfKey's short names have no other signs. */
const SHORT_NAME = /^[\w.-]{1,60}$/;

/** @throws Error if it is no short name: the copy would find its own rows no more */
export function checkedHotel(hotel: string): string {
	const trimmed = hotel.trim();
	if (trimmed !== '' && !SHORT_NAME.test(trimmed))
		throw new Error(
			'The option "Hotel" is no short name of a hotel. Enter it as the SelfKey credential has it, such as hotel-paradise',
		);
	return trimmed;
}

/** The fault without its mark, and the mark: `''` where the whole n8n is watched. */
export function withoutHotel(fault: string): { hotel: string; fault: string } {
	const [, hotel = '', own = fault] = MARKED.exec(fault) ?? [];
	return { hotel, fault: own };
}

/** The rows of one copy as it knows them; those of others are left out. */
export function rowsOfHotel(rows: readonly AlertRow[], hotel: string): AlertRow[] {
	return rows.flatMap((row) => {
		const { hotel: whose, fault } = withoutHotel(row.fault);
		return whose === hotel ? [{ ...row, fault }] : [];
	});
}

/** A copy that checks finds its open faults again with every check, unless it cannot read their source. */
export const ABANDONED_AFTER_MS = 7 * 86_400_000;

/** Open alerts of a copy that was deleted: nobody else would end them, and the dashboard would show them for three months. */
export function abandonedRows(rows: readonly AlertRow[], now: number): AlertRow[] {
	return rows
		.filter(({ fault, status, lastAt }) => {
			const isOfACopy = withoutHotel(fault).hotel !== '';
			return isOfACopy && status === 'open' && now - Date.parse(lastAt) > ABANDONED_AFTER_MS;
		})
		.map((row) => ({ ...row, status: 'over', clearedAt: new Date(now).toISOString(), watched: '' }));
}

export function withHotel(row: AlertRow, hotel: string): AlertRow {
	return hotel === '' ? row : { ...row, fault: `${hotel}/${row.fault}` };
}
