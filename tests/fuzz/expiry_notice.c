/* Any JSON as the message to be sent: its identifier and address can stand in
 * a header, its words are UTF-8, and no text of the record opens a tag. */
#include "apprentissage/comptes/expiry_notice.h"
#include "base/text.h"
#include "fuzz.h"

static size_t
tags(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '<';
	return n;
}

static void
check_words(struct expiry_notice *a)
{
	static const char site[] = "https://example.org";
	struct buf b = { 0 };
	size_t with;

	expiry_notice_put_subject(&b, a);
	expiry_notice_put_text(&b, a, site);
	fuzz_must(utf8_valid(b.p, b.n));
	b.n = 0;
	expiry_notice_put_html(&b, a, site);
	fuzz_must(utf8_valid(b.p, b.n));
	with = tags(buf_view(&b));
	b.n = 0;
	a->key_name = STR("x");
	expiry_notice_put_html(&b, a, site);
	fuzz_must(with == tags(buf_view(&b)));
	buf_free(&b);
}

static void
check(struct js record)
{
	static struct expiry_notice a;
	struct err e;

	if (expiry_notice_read(&a, record, &e))
		return;
	for (const char *p = a.id; *p; p++)
		fuzz_must(*p > ' ' && *p <= '~');
	for (const char *p = a.to; *p; p++)
		fuzz_must(*p > ' ' && *p <= '~');
	fuzz_must(!js_check(a.template.p, a.template.n, &e));
	check_words(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = fuzz_text(data, n);
	struct err e;

	if (!js_check(s.p, s.n, &e))
		check(js_of(s));
	return 0;
}
