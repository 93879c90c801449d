/**
 * OPERA's own conversion table for an external system, which comes with business events: which of OPERA's codes stands
 * for a code of the other side. Pure. Source: Oracle's description of the integration API, 25.5 (`dataValueMapping`).
 */
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { listOf, textIn } from '../responses/lists';

export interface ValueMapping {
	/** As OPERA names it; in Oracle's examples `ROOM TYPE` and `RATE CODE`. */
	dataElement: string;
	operaValue: string;
	externalValue: string;
}

/** Far more than a hotel has. */
const MAX_MAPPINGS = 1_000;

/** Of a page of events. Oracle's description and its example do not write the name in the same way. */
export function readValueMapping(body: Fields): ValueMapping[] {
	return mappingsIn(body['dataValueMapping'] ?? body['DataValueMapping']);
}

/** From rows of any origin; what is incomplete is left out. */
export function mappingsIn(rows: unknown): ValueMapping[] {
	return listOf(rows, 'dataElement')
		.slice(0, MAX_MAPPINGS)
		.flatMap((row) => {
			const fields = recordOf(row);
			const [dataElement, operaValue, externalValue] = [
				textIn(fields, 'dataElement'),
				textIn(fields, 'operaValue'),
				textIn(fields, 'externalValue'),
			];
			return dataElement === null || operaValue === null || externalValue === null
				? []
				: [{ dataElement, operaValue, externalValue }];
		});
}

/** Only these names are known: those of Oracle's example. */
const ELEMENTS = { roomType: /^ROOM[ _]?TYPE$/i, ratePlan: /^RATE[ _]?CODE$/i } as const;

/** OPERA's codes by those of the other side. */
export function codesIn(mappings: readonly ValueMapping[], element: keyof typeof ELEMENTS): Map<string, string> {
	return new Map(
		mappings
			.filter(({ dataElement }) => ELEMENTS[element].test(dataElement))
			.map(({ externalValue, operaValue }) => [externalValue, operaValue]),
	);
}
