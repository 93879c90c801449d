import type { IDataObject } from 'n8n-workflow';
import { recordOf } from '../../../../core/payload/field-reader';
import { sanitizeRow } from '../../../../core/reservation/sanitize-row';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { ApiError } from '../../../shared/request/api-error';
import { listingNights, nightsProperties } from '../../calendars/nights-parameters';
import { airbnbRequest } from '../../transport';

/** The nights of a listing as Airbnb shows them, one item each. */
export const get: Operation = {
	fields: nightsProperties,
	execute: eachItem(async function (index) {
		const { listingId, nights } = listingNights(this, index);
		const path = `/v2/calendars/${listingId}/${nights[0]}/${nights.at(-1)}`;
		const answer = await airbnbRequest(this, { method: 'GET', path });
		const { days } = recordOf(answer['calendar']);
		if (!Array.isArray(days))
			throw new ApiError({
				kind: 'unreadable',
				message: "Airbnb's answer lists no nights",
				advice: 'Run the flow again. If this persists, check the listing ID',
			});
		return days.map((day) => ({ listingId, ...sanitizeRow(recordOf(day)) }) as IDataObject);
	}),
};
