/*
 * import-catalogue: the formations of the Catalogue de l'apprentissage.
 *
 * Reads the record stream of `parse-json --end` on standard input. Formations
 * without tags are skipped; the known fields of the others are kept unchanged,
 * in the order of the stream.
 */
#include "apprentissage/records/tables.h"
#include "apprentissage/sources/catalogue.h"
#include "suite/import_documents.h"

/* True if tags is empty: an empty array or, as the source sometimes writes,
 * an empty string. */
static bool
without_tag(struct js record)
{
	struct js tags = js_get(record, "tags");

	if (tags.type == JS_ARRAY)
		return js_count(tags) == 0;
	return tags.type == JS_STRING && tags.n == 2;
}

int
main(int argc, char **argv)
{
	static const struct import_documents catalogue = {
		.what = "import the formations of the catalogue\n"
			"reads NDJSON with an end mark on standard input"
			" (parse-json --end)",
		.table = &table_catalogue,
		.record = &catalogue_formation,
		.skip = without_tag,
		.skipped = "without_tag",
	};

	return import_documents_main(argc, argv, &catalogue);
}
