/* DARES and the ministry of labour: pages with a link to a workbook, and other
 * links that resemble it. */
#include "upstream/serve/serve.h"

#define CCN_FILES "/sites/travail-emploi/files/2025-09/"
#define CCN_LABEL "Liste des conventions collectives et de leur code IDCC"
#define CCN_NAME                                                               \
	"Liste%20des%20conventions%20collectives%20et%20de%20leur%20code%20"   \
	"IDCC%20-%20septembre%202025."
#define CCN_LINK(class, type, href)                                            \
	"<a href=\"" href                                                      \
	"\" class=\"file " class " fr-link--download fr-link\" "               \
				 "data-tracking-download-label=\"" CCN_LABEL   \
				 " &ndash; septembre 2025\" download=\"\" "    \
				 "title=\"    " CCN_LABEL                      \
				 " &ndash; septembre 2025 " type               \
				 " - 39.51 Ko\n   - nouvelle "                 \
				 "fen&ecirc;tre\">" CCN_LABEL "<span>" type    \
				 "</span></a>\n"

static const char ccn_page[] =
    "<!DOCTYPE html>\n<html lang=\"fr\"><head>"
    "<title>Conventions collectives : nomenclatures</title>\n<script>\n"
    "var lien = '" CCN_LINK("file--x-office-spreadsheet", "XLSX",
	"/script.xlsx") "';\n</script></head>\n<body>\n<!-- " CCN_LINK("file--"
								       "x-"
								       "office-"
								       "spreads"
								       "heet",
	"XLSX", "/comment.xlsx") "-->\n" CCN_LINK("file--application-pdf",
	"PDF", CCN_FILES CCN_NAME "pdf")
	CCN_LINK("file--x-office-spreadsheet", "XLSX",
	    CCN_FILES CCN_NAME
	    "xlsx") "<a href=\"" CCN_FILES "grille.xls\" class=\"file "
		    "file--x-office-spreadsheet fr-link--download fr-link\">"
		    "Grilles de classification</a>\n</body></html>\n";

/* The paths of the page and of the workbook, decoded. */
static void
answer_site(const struct request *r, struct answer *a,
    const char *const path[2], const char *page, const char *file)
{
	if (!strcmp(r->path, path[0]))
		answer_html(a, 200, page);
	else if (!strcmp(r->path, path[1]))
		answer_file(a, file, type_of(file));
}

void
serve_dares_ccn(const struct request *r, struct answer *a)
{
	static const char *const path[] = {
		"/dialogue-social/negociation-collective/article/"
		"conventions-collectives-nomenclatures",
		CCN_FILES CCN_LABEL " - septembre 2025.xlsx"
	};

	answer_site(r, a, path, ccn_page, "dares_ccn/dares_ccn.xlsx");
}

#define APE_FILE                                                               \
	"/sites/default/files/5f1d8c0e7a/Dares_passage_APE_IDCC_2023.xlsx"
#define APE_TITLE                                                              \
	"Table de passage entre la convention collective (code IDCC) et le "   \
	"secteur d&#039;activité (code APE)"

static const char ape_page[] =
    "<!DOCTYPE html>\n<html lang=\"fr\"><head><title>Les portraits "
    "statistiques de branches professionnelles</title></head>\n<body>\n"
    "<!-- <a class=\"xlsx\" data-title=\"" APE_TITLE
    "\" href=\"/comment.xlsx\">xlsx</a> -->\n"
    "<a class=\"btn pdf\" data-title=\"" APE_TITLE
    "\" href=\"/sites/default/files/notice.pdf\">pdf</a>\n"
    "<a class=\"btn xlsx\" data-title=\"Portraits de branches\" "
    "href=\"/sites/default/files/portraits.xlsx\">xlsx</a>\n"
    "<A CLASS='btn xlsx' data-title=\"" APE_TITLE " - 2023\" HREF=" APE_FILE
    ">xlsx</A>\n</body></html>\n";

void
serve_dares_ape_idcc(const struct request *r, struct answer *a)
{
	static const char *const path[] = {
		"/donnees/les-portraits-statistiques-de-branches-"
		"professionnelles",
		APE_FILE
	};

	answer_site(r, a, path, ape_page, "dares_ape_idcc/dares_ape_idcc.xlsx");
}
