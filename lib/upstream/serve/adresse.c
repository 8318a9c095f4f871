/* API Adresse: answers a question with its point, from DIR/adresse. */
#include "upstream/serve/serve.h"
#include "json/js.h"

/* Does a member match the question? For null the question has "" or nothing. */
static bool
is_asked(struct js v, struct buf *asked)
{
	if (v.type == JS_NULL)
		return !asked->n;
	return js_is(v, buf_view(asked).p);
}

struct question {
	struct buf postal, insee, label;
};

static void
read_question(const char *query, struct question *q)
{
	query_field(query, "postcode", &q->postal);
	query_field(query, "citycode", &q->insee);
	query_field(query, "q", &q->label);
	for (size_t i = 0; i < q->label.n; i++)
		if (q->label.p[i] == '+') /* written for a blank */
			q->label.p[i] = ' ';
}

/* Returns the point; JS_ABSENT if there is none. */
static struct js
find_point(struct str file, struct question *q)
{
	struct buf text = { 0 };
	struct js point = { 0 };
	struct str line;

	js_put_text(&text, buf_view(&q->label));
	while (line_with(&file, buf_view(&text), &line)) {
		struct js record = js_of(line);

		if (is_asked(js_get(record, "codePostal"), &q->postal) &&
		    is_asked(js_get(record, "codeInsee"), &q->insee) &&
		    is_asked(js_get(record, "adresse"), &q->label))
			point = js_get(record, "point");
	}
	buf_free(&text);
	return point;
}

void
serve_adresse(const struct request *r, struct answer *a)
{
	struct question q = { 0 };
	struct js point;

	if ((strcmp(r->path, "/geocodage/search") &&
		strcmp(r->path, "/search")) ||
	    !file_map(a, "adresse/adresses.ndjson"))
		return;
	read_question(r->query, &q);
	point = find_point(a->body, &q);
	a->own.n = 0;
	buf_str(&a->own,
	    "{\"type\":\"FeatureCollection\",\"version\":\"draft\","
	    "\"features\":[");
	if (point.type == JS_OBJECT) {
		buf_str(&a->own, "{\"type\":\"Feature\",\"geometry\":");
		js_put_raw(&a->own, point);
		buf_str(&a->own, ",\"properties\":{}}");
	}
	buf_str(&a->own, "],\"attribution\":\"BAN\",\"limit\":1}");
	answer_own(a, type_of(".json"));
	buf_free(&q.postal);
	buf_free(&q.insee);
	buf_free(&q.label);
}
