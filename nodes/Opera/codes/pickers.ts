/** The lists that the editor offers, read from the live account. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { RequestContext } from '../../shared/request/request';
import { readList, type ListName } from './read-lists';

const picker = (list: ListName) =>
	async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const codes = await readList(this as unknown as RequestContext, list);
		return codes.map(({ code, description }) => ({
			name: description === null ? code : `${description} (${code})`,
			value: code,
		}));
	};

export const pickers = {
	getRoomTypes: picker('roomTypes'),
	getRatePlans: picker('ratePlans'),
	getMarketCodes: picker('marketCodes'),
	getSourceCodes: picker('sourceCodes'),
	getGuaranteeCodes: picker('guaranteeCodes'),
	getPaymentMethods: picker('paymentMethods'),
	getCancellationReasons: picker('cancellationReasons'),
};
