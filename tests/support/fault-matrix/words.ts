/** What came of a fault, in one of four ways. */
export type Word =
	/** Done in the same run, without a second request. */
	| 'done'
	/** Done in the same run: the node has sent it again, or has looked up what became of it. */
	| 'repeated'
	/** The run says so; all of it is done by the next one. */
	| 'told'
	/** The run says so; the others are done in it, and the one that failed by a later one. */
	| 'others go on';

/** How long the fault lasts: one request, or the whole run. */
export type Length = 'once' | 'lasting';
