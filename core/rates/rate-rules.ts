/** How the prices at channels follow SelfKey's, out of `rates` in an integration's configuration. Pure. */
import { isRecord } from '../payload/field-reader';
import { isIsoDate } from '../reservation/dates';
import { isStorable } from '../text/storable';
import { isPercent, type RateRule } from './channel-rate';

export interface HotelRateRule extends RateRule {
	/** An entry of the room map: `roomTypeId`, `channel/roomTypeId` or `channel/propertyId/roomTypeId`. */
	roomType: string;
	/** `null` where the channel has no rate plans. */
	ratePlanId: string | null;
}

/** Room types and rate plans of a large hotel, each with its seasons. */
const MAX_RULES = 1_000;
const MAX_ID = 200;

/** @returns the rules that can be read; whoever saved them was told of the others */
export function readRateRules(value: unknown): HotelRateRule[] {
	return (Array.isArray(value) ? value : []).slice(0, MAX_RULES).flatMap((each) => readRule(each) ?? []);
}

/** Whether all of it can be read. */
export function areRateRules(value: unknown): boolean {
	return Array.isArray(value) && value.length <= MAX_RULES && value.every((each) => readRule(each) !== null);
}

function readRule(value: unknown): HotelRateRule | null {
	const rule = isRecord(value) ? value : {};
	const { roomType, ratePlanId = null, start = null, end = null, percent, singleUsePercent = null } = rule;
	const isRight =
		isId(roomType) &&
		(ratePlanId === null || isId(ratePlanId)) &&
		(start === null || isIsoDate(start)) &&
		(end === null || isIsoDate(end)) &&
		(start === null || end === null || start < end) &&
		isPercent(percent) &&
		(singleUsePercent === null || isPercent(singleUsePercent));
	return isRight ? { roomType, ratePlanId, start, end, percent, singleUsePercent } : null;
}

function isId(value: unknown): value is string {
	return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_ID && isStorable(value);
}
