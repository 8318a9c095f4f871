#include "apprentissage/certifications/certif_text.h"
#include "base/err.h"

enum source {
	CFD,
	RNCP,
	DEBUT,
	FIN,
	CFD_CONTINUITE,
	RNCP_CONTINUITE,
	NOTHING,
};

/* The record, piece by piece: the JSON before the piece, and the source of the
 * piece. */
static const struct {
	const char *before;
	enum source source;
	int piece;
} plan[] = {
	{ "{\"identifiant\":{\"cfd\":", CFD, CFD_IDENTIFIANT },
	{ ",\"rncp\":", RNCP, RNCP_IDENTIFIANT },
	{ ",\"rncp_anterieur_2019\":", RNCP, RNCP_ANTERIEUR },
	{ "},\"intitule\":{\"cfd\":", CFD, CFD_INTITULE },
	{ ",\"niveau\":{\"cfd\":", CFD, CFD_NIVEAU },
	{ ",\"rncp\":", RNCP, RNCP_NIVEAU },
	{ "},\"rncp\":", RNCP, RNCP_INTITULE },
	{ "},\"base_legale\":{\"cfd\":", CFD, CFD_BASE_LEGALE },
	{ "},\"blocs_competences\":{\"rncp\":", RNCP, RNCP_BLOCS },
	{ "},\"convention_collectives\":{\"rncp\":", RNCP, RNCP_CONVENTIONS },
	{ "},\"domaines\":{\"formacodes\":{\"rncp\":", RNCP, RNCP_FORMACODES },
	{ "},\"nsf\":{\"cfd\":", CFD, CFD_NSF },
	{ ",\"rncp\":", RNCP, RNCP_NSF },
	{ "},\"rome\":{\"rncp\":", RNCP, RNCP_ROME },
	{ "}},\"periode_validite\":{\"debut\":", DEBUT, 0 },
	{ ",\"fin\":", FIN, 0 },
	{ ",\"cfd\":", CFD, CFD_PERIODE },
	{ ",\"rncp\":", RNCP, RNCP_PERIODE },
	{ "},\"type\":{\"nature\":{\"cfd\":", CFD, CFD_NATURE },
	{ "},\"gestionnaire_diplome\":", CFD, CFD_GESTIONNAIRE },
	{ ",\"enregistrement_rncp\":", RNCP, RNCP_ENREGISTREMENT },
	{ ",\"voie_acces\":{\"rncp\":", RNCP, RNCP_VOIE_ACCES },
	{ "},\"certificateurs_rncp\":", RNCP, RNCP_CERTIFICATEURS },
	{ "},\"continuite\":{\"cfd\":", CFD_CONTINUITE, 0 },
	{ ",\"rncp\":", RNCP_CONTINUITE, 0 },
	{ "}}", NOTHING, 0 },
};

void
side_begin(struct certif_side *c, const struct buf *text)
{
	c->text = text;
	c->at = text->n;
}

void
side_close(struct certif_side *c, int piece)
{
	size_t end = c->text->n - c->at;

	if (end > UINT32_MAX)
		die("a record of %zu bytes is too large", end);
	c->end[piece] = (uint32_t)end;
}

static void
put_piece(struct buf *out, const struct certif_side *c, int piece)
{
	size_t start;

	if (!c) {
		buf_str(out, "null");
		return;
	}
	start = piece ? c->end[piece - 1] : 0;
	buf_add(out, c->text->p + c->at + start, c->end[piece] - start);
}

static void
put_text(struct buf *out, struct str s)
{
	if (s.p)
		buf_add(out, s.p, s.n);
	else
		buf_str(out, "null");
}

void
certification_put(struct buf *out, const struct certification *c)
{
	for (size_t i = 0; i < sizeof(plan) / sizeof(*plan); i++) {
		buf_str(out, plan[i].before);
		switch (plan[i].source) {
		case CFD:
			put_piece(out, c->cfd, plan[i].piece);
			break;
		case RNCP:
			put_piece(out, c->rncp, plan[i].piece);
			break;
		case DEBUT:
			day_put_paris(out, c->valide.debut);
			break;
		case FIN:
			day_put_paris(out, c->valide.fin);
			break;
		case CFD_CONTINUITE:
			put_text(out, c->continuite_cfd);
			break;
		case RNCP_CONTINUITE:
			put_text(out, c->continuite_rncp);
			break;
		case NOTHING:
			break;
		}
	}
}
