/* The numbers of columns are those of the tables. */
#include <strings.h>

#include "offres/migration/offer_columns.h"
#include "offres/offres_tables.h"
#include "tap.h"

static int
column(const struct table *t, int i, const char *name)
{
	return !strcmp(t->col[i].name, name);
}

int
main(void)
{
	tap_ok(
	    table_columns(&table_jobs_partners) == JP_COLUMNS &&
		column(&table_jobs_partners, JP_ID, "_id") &&
		column(&table_jobs_partners, JP_OFFER_STATUS, "offer_status") &&
		column(&table_jobs_partners, JP_LBA_URL, "lba_url") &&
		column(&table_jobs_partners, JP_MER_SENT, "mer_sent") &&
		column(&table_jobs_partners, JP_AUTRES, "autres"),
	    "jobs_partners");
	tap_ok(table_columns(&table_recruiters) == RC_COLUMNS &&
		   column(&table_recruiters, RC_STATUS, "status") &&
		   column(&table_recruiters, RC_ADDRESS, "address") &&
		   column(&table_recruiters, RC_AUTRES, "autres"),
	    "recruiters");
	tap_ok(table_columns(&table_recruiters_jobs) == JOB_COLUMNS &&
		   column(&table_recruiters_jobs, JOB_ROME_CODE, "rome_code") &&
		   column(&table_recruiters_jobs, JOB_MER_SENT, "mer_sent") &&
		   column(&table_recruiters_jobs, JOB_AUTRES, "autres"),
	    "recruiters_jobs");
	return tap_done();
}
