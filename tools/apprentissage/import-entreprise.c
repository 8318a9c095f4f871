/*
 * import-entreprise: the answers of API Entreprise.
 *
 * Reads RAWDIR/etablissements.ndjson, records {identifiant, etablissement,
 * ttl}, and RAWDIR/unites_legales.ndjson, records {identifiant, unite_legale,
 * ttl}; identifiant is the SIRET or SIREN of the question, the answer may be
 * null, ttl may be missing. Writes tables etablissement and unite_legale,
 * ordered by the question.
 */
#include "apprentissage/records/tables.h"
#include "apprentissage/sources/entreprise.h"
#include "suite/import_answers.h"
#include "json/counts.h"

/* clang-format off */
#define TTL S_NULLISH("ttl", F_INSTANT_UTC)

static const struct field of_etablissement[] = {
	S_REQ("identifiant", F_STRING),
	S_OBJECT("etablissement", FIELD_NULL, entreprise_etablissement), TTL,
	S_END };
static const struct field of_unite_legale[] = {
	S_REQ("identifiant", F_STRING),
	S_OBJECT("unite_legale", FIELD_NULL, entreprise_unite_legale), TTL,
	S_END };
/* clang-format on */

static const struct field etablissement_record =
    S_OBJECT("", 0, of_etablissement);
static const struct field unite_legale_record =
    S_OBJECT("", 0, of_unite_legale);

/* Few answers hide a line of the address. */
static bool
settle(struct str record, struct buf *out)
{
	if (!memmem(record.p, record.n, "\"[ND]\"", 6))
		return false;
	entreprise_put(out, js_doc(record), false);
	return true;
}

static const struct import_answers files[] = {
	{ "etablissements.ndjson", "fetch-entreprise(1)", &table_etablissement,
	    &etablissement_record, "identifiant", settle },
	{ "unites_legales.ndjson", "fetch-entreprise(1)", &table_unite_legale,
	    &unite_legale_record, "identifiant", NULL },
};

int
main(int argc, char **argv)
{
	struct import im = { 0 };
	const char *dir;
	int64_t rows[2];
	struct db *d;

	dir = import_folder(
	    &im, argc, argv, "import the answers of API Entreprise");
	d = db_create_fine(im.path);
	for (int i = 0; i < 2; i++)
		rows[i] = import_answers_table(&im, d, dir, &files[i]);
	import_end(&im);
	counts_print({ "etablissement", rows[0] }, { "unite_legale", rows[1] });
	import_publish(d);
	return 0;
}
