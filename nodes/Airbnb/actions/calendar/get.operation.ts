import type { IDataObject } from 'n8n-workflow';
import { recordOf } from '../../../../core/payload/field-reader';
import { sanitizeRow } from '../../../../core/reservation/sanitize-row';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { listingNights, nightsProperties } from '../../calendars/nights-parameters';
import { readCalendar } from '../../calendars/read-calendar';

/** The nights of a listing as Airbnb shows them, one item each. */
export const get: Operation = {
	fields: nightsProperties,
	execute: eachItem(async function (index) {
		const { listingId, nights } = listingNights(this, index);
		const days = await readCalendar(this, listingId, nights[0] ?? '', nights.at(-1) ?? '');
		return days.map((day) => ({ listingId, ...sanitizeRow(recordOf(day)) }) as IDataObject);
	}),
};
