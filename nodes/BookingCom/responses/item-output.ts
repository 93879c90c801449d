import type { IDataObject } from 'n8n-workflow';

/** Adds what the node did under `bookingCom`, where the trigger has put the message's queue. */
export function withBookingCom(json: IDataObject, done: IDataObject): IDataObject {
	return { ...json, bookingCom: { ...(json.bookingCom as IDataObject | undefined), ...done } };
}
