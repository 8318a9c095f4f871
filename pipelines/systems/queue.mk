# The job queue: see queue(7).
#
# The queue is in $(DB)/queue.db, or in Redis where QUEUE_URL is set. The
# handlers of jobs.d work on $(DB)/passemploi.db.

CRONTAB := $(TEXTS_DIR)/pass-emploi.crontab
WORKER_FLAGS ?=
QUEUE_URL ?=
QUEUE ?=
VARIABLES += QUEUE QUEUE_URL WORKER_FLAGS
export QUEUE QUEUE_URL
work = mkdir -p $(DB) $(STATE); exec work-queue -d $(DB) \
	-H $(PIPELINES)/jobs.d --suivi --log $(STATE)/worker.log

.PHONY: worker load_crons status_queue drain_queue queue-demo
worker: $(BIN)/work-queue  ## run the jobs of the queue until SIGTERM
	@$(work) $(WORKER_FLAGS)

drain_queue: $(BIN)/work-queue  ## run the jobs that wait, then end
	@$(work) --drain $(WORKER_FLAGS)

load_crons: $(BIN)/load-crons  ## load data/pass-emploi.crontab into the queue
	@mkdir -p $(DB); load-crons --reset -d $(DB) $(CRONTAB)

status_queue: $(BIN)/status-queue  ## count the jobs of the queue
	@mkdir -p $(DB); status-queue --text -d $(DB)

queue-demo: $(addprefix $(BIN)/,work-queue add-job load-crons list-jobs \
    status-queue report-suivi load-table enrich-evenements agg-engagement \
    notify-rappel-action cat-table)  ## see the queue at work, in seconds
	@$(PIPELINES)/queue-demo
