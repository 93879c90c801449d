/** The body of a signed call that changes a hotel's settings, checked field by field. Pure. */
import { isTimeZone } from '../../core/reservation/dates';
import { isRecord, ValidationError } from '../../core/payload/field-reader';
import { areRateRules } from '../../core/rates/rate-rules';

/** The settings that a call may change. Anything else in the configuration, secrets above all, is out of its reach. */
export const SETTING_NAMES = [
	'roomMap',
	'properties',
	'timeZone',
	'availability',
	'rates',
	'registrationRetentionMonths',
] as const;

export type SettingName = (typeof SETTING_NAMES)[number];

export interface SettingsChange {
	/** The revision that the change is based on. */
	revision: number;
	/** As they will stand in the configuration; a setting that is missing stays as it is. */
	settings: Partial<Record<SettingName, unknown>>;
}

/** Rooms and room types of a large hotel, and a little more. */
const MAX_ENTRIES = 5_000;
const MAX_LENGTH = 200;
const MAX_SALE_SETTINGS = 20_000;

/**
 * Reads `{ revision, settings: { roomMap?, properties?, timeZone?, … } }`.
 * @throws ValidationError that names everything that is missing, invalid or unknown
 */
export function readSettingsChange(body: unknown): SettingsChange {
	if (!isRecord(body)) throw new ValidationError('The body is not a JSON object');
	const { revision, settings } = body;
	const wrong = [
		...(Number.isSafeInteger(revision) && Number(revision) >= 0 ? [] : ['revision']),
		...(isRecord(settings) ? Object.entries(settings).flatMap(mistakeIn) : ['settings']),
	];
	if (wrong.length > 0)
		throw new ValidationError(
			`Missing or invalid: ${wrong.join(', ')} (send { revision, settings: { ${SETTING_NAMES.join(', ')} } })`,
			wrong,
		);
	return { revision: Number(revision), settings: settings as SettingsChange['settings'] };
}

const CHECKS: Record<SettingName, (value: unknown) => boolean> = {
	roomMap: (value) => isListsByName(value),
	properties: (value) => isListsByName(value),
	timeZone: isTimeZone,
	// `null` takes back what was said: then nobody's registration is erased.
	registrationRetentionMonths: (value) => value === null || isRetention(value),
	rates: areRateRules,
	// What is not understood holds nothing back, and allows nothing.
	availability: (value) => isRecord(value) && JSON.stringify(value).length <= MAX_SALE_SETTINGS,
};

/** Longer than any law demands, and short enough for every date. */
const MAX_RETENTION_MONTHS = 600;

/** Whole months. */
export function isRetention(value: unknown): value is number {
	return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MAX_RETENTION_MONTHS;
}

function mistakeIn([name, value]: [string, unknown]): string[] {
	const known = SETTING_NAMES.find((setting) => setting === name);
	return known && CHECKS[known](value) ? [] : [`settings.${name.slice(0, MAX_LENGTH)}`];
}

/** `{ "name": ["text", …] }`. */
function isListsByName(value: unknown): boolean {
	if (!isRecord(value)) return false;
	const entries = Object.entries(value);
	return (
		entries.length <= MAX_ENTRIES &&
		entries.every(
			([name, list]) => isName(name) && Array.isArray(list) && list.length <= MAX_ENTRIES && list.every(isName),
		)
	);
}

/** Text that the database can hold. */
function isName(value: unknown): boolean {
	return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_LENGTH && !/[\0\p{Cs}]/u.test(value);
}
