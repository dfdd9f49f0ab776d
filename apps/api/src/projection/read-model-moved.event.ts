/** A batch has become visible. Harmless to lose: it only tells open pages to ask again. */
export class ReadModelMoved {}
