import type { IDataObject } from 'n8n-workflow';
import { eachItem } from '../../../shared/operations/item-loop';
import type { Operation } from '../../../shared/operations/operation';
import { limitOf, limitProperties } from '../../../shared/parameters';
import { unreadable } from '../../rest-api/responses';
import { selfKeySignedGet } from '../../transport';

/** Whom SelfKey's changes are told to: how many wait, since when, and what was handed back with its reason. */
export const getAll: Operation = {
	fields: limitProperties,
	execute: eachItem(async function (index) {
		const { subscribers } = (await selfKeySignedGet(this, 'subscribers', {})) as { subscribers?: unknown };
		if (!Array.isArray(subscribers)) throw unreadable("SelfKey's answer does not list its subscribers");
		return (subscribers as IDataObject[]).slice(0, limitOf(this, index));
	}),
};
