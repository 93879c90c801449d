import type { Hotel } from '../hotel/hotel';
import type { Configuration } from './configuration';

export interface OperaOptions {
	/** Rooms, types and rate plans are derived from it; default Hôtel Paradise. */
	hotel?: Hotel;
	configuration?: Partial<Configuration>;
	account: Account;
	/** 0 (default): any free port. */
	port?: number;
	/** Epoch milliseconds; default the real time. Decides expiry and the limit. */
	clock?: () => number;
	/** OPERA's business date; default the clock's date in the hotel's time zone. */
	businessDate?: string;
	/** Requests within a second that are answered at once; each further one waits. Default 50. */
	perSecond?: number;
	/** Requests within a second from which on they are refused with 429; default 100. */
	burst?: number;
	/** How long a request over the limit waits, in milliseconds; default 1000. */
	delayMs?: number;
	/** Whether `searchType=Any` finds cancelled reservations too is not documented; default true. */
	anyFindsCancelled?: boolean;
	/** Some gateways search as if no external reference had been given; default false. */
	ignoresReferences?: boolean;
	/** Some find no reservation by its external reference; default false. */
	findsNoReferences?: boolean;
	/** The most entries in one page, whatever `limit` asks for; default 200. */
	pageSize?: number;
	/** Per cent that the rate plans add to each night's price; default none. */
	addedTax?: number;
	/** Some gateways answer a list with one entry as that entry; default false. */
	objectsForLists?: boolean;
	/** Some begin a page with the last entry of the one before, and send the list under its other name too; default false. */
	repeatsEntries?: boolean;
}

/** What a client proves who it is with. */
export interface Account {
	clientId: string;
	clientSecret: string;
	appKey: string;
	/** Required with client credentials. */
	enterpriseId: string;
	/** The integration user of the password grant, and of a gateway's Basic authentication. */
	username: string;
	password: string;
	/** The code under which OPERA knows the client's system. */
	externalSystem: string;
}
