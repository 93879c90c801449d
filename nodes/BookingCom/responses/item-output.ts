import type { IDataObject } from 'n8n-workflow';

/** The item with what the node did added under `bookingCom`, where the trigger has put the message's queue. */
export function withBookingCom(json: IDataObject, done: IDataObject): IDataObject {
	return { ...json, bookingCom: { ...(json.bookingCom as IDataObject | undefined), ...done } };
}
