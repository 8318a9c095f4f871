/*
 * import-catalogue: the formations of the Catalogue de l'apprentissage.
 *
 * Reads the record stream of `parse-json --end` on standard input. Formations
 * whose tags are empty are left out; of the others the known fields are kept
 * unchanged, in the order in which the formations came. No
 * formation at all is a result like another: it empties the table.
 */
#include "apprentissage/records/tables.h"
#include "apprentissage/sources/catalogue.h"
#include "suite/import_documents.h"

/* Nothing in tags: an empty array, or (the source's habit) an empty string. */
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
		.what = "import the formations of the catalogue",
		.table = &table_catalogue,
		.record = &catalogue_formation,
		.skip = without_tag,
		.skipped = "without_tag",
	};

	return import_documents_main(argc, argv, &catalogue);
}
