/*
 * Sercel's lots: one for each ouvrage and night, with the measures of three
 * sensors. DIR/sercel/ID/disponibilite.json announces them all,
 * DIR/sercel/nuits/DAY/ID.json those that were there on the morning of DAY.
 */
#include <stdio.h>

#include "base/day.h"
#include "upstream/sample/sample.h"
#include "upstream/traitement/sample_traitement.h"

#define LAST_DAY 20411 /* 2025-11-19, in days since 1970 */
#define DAY_MS 86400000LL
#define NIGHTS 9

unsigned
ouvrages(void)
{
	return 6 + (unsigned)(494 * (world.scale - 1) / 99);
}

unsigned
nights(void)
{
	return world.scale < 50 ? NIGHTS : 1;
}

/* Measures of a sensor in a night: hourly, up to one every three seconds. */
static uint64_t
measures(void)
{
	static const unsigned steps[] = { 3600, 1800, 900, 300, 60, 30, 10, 3 };
	unsigned i = (unsigned)((world.scale - 1) * 7 / 99);

	return 86400 / steps[i];
}

static int64_t
day_of(unsigned night)
{
	return LAST_DAY + 1 - (int64_t)nights() + night;
}

void
night_text(unsigned n, char text[16])
{
	char full[DAY_TEXT_MAX];

	day_print_utc(day_of(n) * DAY_MS, full);
	snprintf(text, 16, "%.10s", full);
}

/* The lot at hand. */
struct lot {
	unsigned ouvrage, night;
};

static const struct capteur {
	const char *name, *grandeur, *unite;
	int base, spread; /* thousandths */
} capteurs[] = {
	{ "S1", "deplacement", "mm", 2000, 3000 },
	{ "S2", "inclinaison", "deg", 50, 100 },
	{ "S3", "temperature", "°C", 8000, 6000 },
};

#define CAPTEURS (sizeof(capteurs) / sizeof(*capteurs))

/* Thousandths of the unit. The thresholds are at 9 mm. */
static int
valeur(const struct lot *l, uint64_t i)
{
	const struct capteur *c = &capteurs[i % CAPTEURS];
	struct rng r = rng_at(A_SERCEL,
	    ((uint64_t)l->ouvrage << 40) + ((uint64_t)l->night << 32) + i);
	int v = c->base + (int)rng_between(&r, 0, (unsigned)c->spread);
	bool high = l->ouvrage == O_RENFORCE ||
		    (l->ouvrage == O_SEUIL && l->night + 3 >= nights());

	return v + (high && i % CAPTEURS == 0 ? 8000 : 0);
}

static void
put_instant(struct buf *b, const struct lot *l, uint64_t i)
{
	char text[DAY_TEXT_MAX];
	int64_t step = DAY_MS / (int64_t)measures();

	day_print_utc(
	    day_of(l->night) * DAY_MS + (int64_t)(i / CAPTEURS) * step, text);
	buf_fmt(b, "%.19sZ", text);
}

static void
put_line(struct buf *b, uint64_t i, const void *arg)
{
	const struct lot *l = arg;
	const struct capteur *c = &capteurs[i % CAPTEURS];
	int v = valeur(l, i);

	buf_fmt(b, "%s;", c->name);
	put_instant(b, l, i);
	buf_fmt(
	    b, ";%s;%d.%03d;%s;\n", c->grandeur, v / 1000, v % 1000, c->unite);
}

static void
put_object(struct buf *b, uint64_t i, const void *arg)
{
	const struct lot *l = arg;
	const struct capteur *c = &capteurs[i % CAPTEURS];
	int v = valeur(l, i);

	buf_fmt(b, "{\"capteur\":\"%s\",\"horodatage\":\"", c->name);
	put_instant(b, l, i);
	buf_fmt(b,
	    "\",\"grandeur\":\"%s\",\"valeur\":%d.%03d,\"unite\":\"%s\"}\n",
	    c->grandeur, v / 1000, v % 1000, c->unite);
}

/* A line of every fault that validation and matching know, on the last day. */
static const char fautes[] =
    "S1;;deplacement;1.0;mm;\n"                 /* V02 */
    "S1;hier;deplacement;1.0;mm;\n"             /* V03 */
    "S1;%sT00:10:00Z;deplacement;NaN;mm;\n"     /* V04 */
    "S1;%sT00:11:00Z;deplacement;1.0;parsec;\n" /* V05 */
    "S1;%sT00:12:00Z;deplacement;250;mm;\n"     /* V06 */
    "S1;%sT00:13:00Z;deplacement;1.0;mm;\n"
    "S1;%sT00:13:00Z;deplacement;1,0;mm;\n" /* V07 */
    "S1;%sT00:14:00Z;deplacement;1.0;mm;\n"
    "S1;%sT00:14:00Z;deplacement;2.0;mm;\n"        /* V08 */
    "S1;%sT00:15:00Z;deplacement;1.0;mm;douteux\n" /* V09 */
    "S1;%sT00:16:00Z;deplacement;1.0;mm;mauvais\n"
    "S9;%sT00:17:00Z;deplacement;1.0;mm;\n" /* M01 */
    "S4;%sT00:18:00Z;deplacement;1.0;mm;\n" /* M02 */
    "S5;%sT00:19:00Z;deplacement;1.0;mm;\n" /* M03 */
    "S6;%sT00:20:00Z;deplacement;1.0;mm;\n" /* M04 */
    "S7;%sT00:21:00Z;charge;1.0;kN;\n"      /* M05 */
    "S1;%sT00:22:00Z;deplacement;90;mm;\n"; /* M06 */

static void
put_fautes(struct buf *b, unsigned night)
{
	char day[16];

	night_text(night, day);
	for (const char *p = fautes; *p; p++)
		if (p[0] == '%' && p[1] == 's') {
			buf_str(b, day);
			p++;
		} else {
			buf_byte(b, *p);
		}
}

static bool
has_lot(unsigned ouvrage, unsigned night)
{
	return ouvrage != O_ABSENT || night + 3 < nights() || nights() == 1;
}

static void
lot_name(char name[64], unsigned ouvrage, unsigned night)
{
	char day[16];

	night_text(night, day);
	snprintf(name, 64, "L-%04u-%.4s%.2s%.2s", ouvrage + 1, day, day + 5,
	    day + 8);
}

static void
write_lot(const char *dir, unsigned ouvrage, unsigned night)
{
	const struct lot l = { ouvrage, night };
	struct buf head = { 0 };
	char lot[64], name[128];
	struct rows rows = { .n = measures() * CAPTEURS,
		.put = ouvrage == O_RENFORCE ? put_object : put_line,
		.arg = &l,
		.tail = "" };

	if (ouvrage == O_ILLISIBLE)
		buf_str(&head, "<html>Erreur interne</html>\n");
	else if (ouvrage != O_RENFORCE)
		buf_str(&head,
		    "capteur;horodatage;grandeur;valeur;unite;qualite\n");
	if (ouvrage == O_FAUTES && night + 1 == nights())
		put_fautes(&head, night);
	if (ouvrage == O_ILLISIBLE)
		rows.n = 0;
	rows.head = buf_view(&head).p;
	lot_name(lot, ouvrage, night);
	snprintf(name, sizeof(name), "sercel/SL-%04u/%s.csv", ouvrage + 1, lot);
	write_rows(dir, name, &rows);
	buf_free(&head);
}

/* What is there on the morning of a night: the lots of the nights before. */
static void
put_availability(struct buf *b, unsigned ouvrage, unsigned before)
{
	bool any = false;

	buf_str(b, "{\"nouvellesDonnees\":true,\"lots\":[");
	for (unsigned night = 0; night < before; night++) {
		char lot[64], debut[16], fin[16];

		if (!has_lot(ouvrage, night))
			continue;
		lot_name(lot, ouvrage, night);
		night_text(night, debut);
		night_text(night + 1, fin);
		buf_fmt(b,
		    "%s\n{\"id\":\"%s\",\"debut\":\"%sT00:00:00Z\","
		    "\"fin\":\"%sT00:00:00Z\"}",
		    any ? "," : "", lot, debut, fin);
		any = true;
	}
	buf_str(b, "]}\n");
}

static void
write_availability(
    const char *dir, const char *name, unsigned ouvrage, unsigned before)
{
	struct buf b = { 0 };

	put_availability(&b, ouvrage, before);
	write_rows(
	    dir, name, &(struct rows){ .head = buf_view(&b).p, .tail = "" });
	buf_free(&b);
}

void
sample_sercel(const char *dir)
{
	for (unsigned o = 0; o < ouvrages(); o++) {
		char name[128];

		for (unsigned n = 0; n < nights(); n++) {
			char day[16];

			if (has_lot(o, n))
				write_lot(dir, o, n);
			night_text(n + 1, day);
			snprintf(name, sizeof(name),
			    "sercel/nuits/%s/SL-%04u.json", day, o + 1);
			write_availability(dir, name, o, n + 1);
		}
		snprintf(name, sizeof(name),
		    "sercel/SL-%04u/disponibilite.json", o + 1);
		write_availability(dir, name, o, nights());
	}
}
