/** The part of a webhook's address that nobody can guess, for senders that sign nothing. */
import type { INodeProperties } from 'n8n-workflow';

/** 32 letters and digits chosen at random hold 190 bits. n8n's own part of the address, a UUID, holds 122. */
const MIN_LENGTH = 32;

export const secretPathProperty: INodeProperties = {
	displayName: 'Secret in the Address',
	name: 'addressSecret',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	placeholder: `At least ${MIN_LENGTH} random letters and digits`,
	description:
		'Nothing that arrives is signed, so whoever knows the address is believed. Have a password generator make at least 32 letters and digits. Enter others to renew the address.',
};

/**
 * @param name what the address begins with, such as `airbnb`
 * @param more what follows the secret, such as `/:code`
 */
export function secretPath(name: string, more = ''): string {
	return `={{ "${name}/" + $parameter["${secretPathProperty.name}"] + "${more}" }}`;
}

/** What is wrong with the secret and what to enter instead, or `null`. Never quotes it. */
export function secretPathMistake(secret: unknown): string | null {
	const text = typeof secret === 'string' ? secret : '';
	if (text.length < MIN_LENGTH || !/^[A-Za-z0-9_-]+$/.test(text))
		return `"${secretPathProperty.displayName}" needs at least ${MIN_LENGTH} letters and digits, as a password generator makes them`;
	return new Set(text).size < 12 ? `"${secretPathProperty.displayName}" repeats too few letters to be random` : null;
}
