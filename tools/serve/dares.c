#include "serve.h"
void
serve_dares_ccn(const struct request *r, struct answer *a)
{
	(void)r;
	(void)a;
}
void
serve_dares_ape_idcc(const struct request *r, struct answer *a)
{
	(void)r;
	(void)a;
}
void
serve_npec(const struct request *r, struct answer *a)
{
	(void)r;
	(void)a;
}
void
serve_acce(const struct request *r, struct answer *a)
{
	(void)r;
	(void)a;
}
void
acce_forget(const struct request *r)
{
	(void)r;
}
