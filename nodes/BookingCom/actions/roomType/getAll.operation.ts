import type { IDataObject } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { limitOf, limitProperties, optionalText } from '../../../shared/parameters';
import { propertyIdList, propertyIdsProperty } from '../../property-ids';
import { fetchRoomTypes } from '../../room-types/fetch-room-types';

/** What is sold, one item for each room type. Nothing leaves a queue. */
export const getAll: Operation = {
	fields: [propertyIdsProperty, ...limitProperties],
	execute: eachItem(async function (index) {
		const propertyIds = propertyIdList(optionalText(this, 'propertyIds', index) ?? '');
		const limit = limitOf(this, index);
		const { roomTypes, unusable, refusals } = await fetchRoomTypes(this, propertyIds);
		const hints = [
			...refusals.map(({ propertyId, error }) => `Property ${propertyId ?? ''} was not read: ${error.message}`),
			...(unusable > 0
				? [`${unusable} of the room types and rate plans have no ID that can be used, and are left out`]
				: []),
		];
		if (hints.length > 0) this.addExecutionHints({ message: hints.join('; '), location: 'outputPane' });
		return roomTypes.slice(0, limit) as unknown as IDataObject[];
	}),
};
