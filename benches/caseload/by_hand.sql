-- The same aggregation as `parindex.caseload.counting.count` of a month, written by hand for DuckDB.
WITH ends AS (
  SELECT *,
    CASE WHEN finished_at < $until THEN finished_at WHEN returned_at < $until THEN returned_at END AS done,
    CASE WHEN finished_at < $until THEN finished_at WHEN returned_at < $until THEN returned_at
         WHEN stopped_at < $until THEN stopped_at WHEN withdrawn_at < $until THEN withdrawn_at END AS ended,
    CASE WHEN finished_at < $until THEN finished_at WHEN returned_at < $until THEN returned_at
         WHEN withdrawn_at < $until THEN withdrawn_at END AS ended_local
  FROM dossiers
), standing AS (
  SELECT *,
    received_at < $until AND status NOT IN (1, 3) AS counted,
    received_at >= $start AS is_new,
    ended IS NULL AS is_open,
    coalesce(last_pause_from < $until AND (last_pause_until IS NULL OR last_pause_until >= $until), false) AS is_paused,
    coalesce(status = 3 AND refused_at >= $start AND refused_at < $until, false) AS refused
  FROM ends
  WHERE (received_at < $until AND (received_at >= $start OR ended IS NULL OR ended >= $start OR ended_local IS NULL OR ended_local >= $start))
     OR (refused_at >= $start AND refused_at < $until)
), judged AS (
  SELECT *,
    coalesce(counted AND is_new, false) AS received,
    coalesce(counted AND (is_new OR is_open OR ended >= $start), false) AS in_hand,
    coalesce(counted AND (is_new OR ended_local IS NULL OR ended_local >= $start), false) AS in_local,
    coalesce(due_at, statutory_due_at) AS due,
    CASE WHEN NOT is_open THEN ended WHEN is_paused THEN last_pause_from ELSE $last END AS judged
  FROM standing
), verdict AS (
  SELECT *,
    coalesce(second_supplement_at < $until, false) AS asked_twice,
    coalesce(second_supplement_at < $until, false) OR due IS NULL OR
      CAST(CASE WHEN first_pause_until <= judged AND first_pause_from < first_pause_until
           THEN judged - (first_pause_until - first_pause_from) ELSE judged END AS date) > CAST(due AS date) AS overdue,
    ended_local IS NOT NULL AS local_finished,
    done IS NULL AND ended_local IS NOT NULL AS excused,
    CASE WHEN ended_local IS NOT NULL
         THEN done IS NOT NULL AND local_due_at IS NOT NULL AND CAST(ended_local AS date) > CAST(local_due_at AS date)
         ELSE NOT is_paused AND NOT coalesce(stopped_at < $until, false) AND local_due_at IS NOT NULL AND CAST($last AS date) > CAST(local_due_at AS date) END AS local_late,
    coalesce(done IS NOT NULL AND CAST(ended_local AS date) < CAST(local_due_at AS date), false) AS local_early,
    in_hand AND NOT is_open AS is_ended,
    epoch_us(ended) - epoch_us(received_at) AS waited
  FROM judged
), bridge AS (
  SELECT *,
    in_hand AND overdue AND NOT (in_local AND local_finished AND local_late) AS fell,
    in_hand AND NOT overdue AND in_local AND local_finished AND local_late AS rose,
    is_ended AND waited >= 0 AS is_timed,
    CASE WHEN asked_twice THEN 2 WHEN is_open THEN 3 WHEN done IS NULL THEN 1 WHEN due_at IS NULL THEN 4
         WHEN extended_due_at IS NOT NULL THEN 5 WHEN first_pause_from IS NOT NULL OR paused_seconds > 0 THEN 6 ELSE 7 END AS why
  FROM verdict
)
SELECT unit_code, procedure_code, field_code, channel,
  count(*) FILTER (in_hand AND is_open) AS bridge_in_process,
  count(*) FILTER (rose AND why = 5) - count(*) FILTER (fell AND why = 5) AS bridge_moved_due_date,
  count(*) FILTER (rose AND why = 4) - count(*) FILTER (fell AND why = 4) AS bridge_no_due_date,
  count(*) FILTER (rose AND why = 3) - count(*) FILTER (fell AND why = 3) AS bridge_open_overdue,
  count(*) FILTER (rose AND why = 7) - count(*) FILTER (fell AND why = 7) AS bridge_other,
  count(*) FILTER (rose AND why = 6) - count(*) FILTER (fell AND why = 6) AS bridge_pauses,
  count(*) FILTER (rose AND why = 2) - count(*) FILTER (fell AND why = 2) AS bridge_second_supplement,
  count(*) FILTER (rose AND why = 1) - count(*) FILTER (fell AND why = 1)
    + count(*) FILTER (in_hand AND NOT is_open AND NOT (in_local AND local_finished))
    - count(*) FILTER (in_local AND local_finished AND NOT in_hand AND NOT local_late) AS bridge_stopped_or_withdrawn,
  count(*) FILTER (in_hand AND NOT is_open AND NOT (in_local AND local_finished))
    - count(*) FILTER (in_local AND local_finished AND NOT in_hand) AS bridge_stopped_or_withdrawn_of,
  count(*) FILTER (in_hand AND is_open AND NOT is_paused AND NOT overdue AND due < $soon) AS dossiers_due_soon,
  count(*) FILTER (in_hand AND is_open) AS dossiers_open,
  count(*) FILTER (in_hand) AS dossiers_in_hand,
  count(*) FILTER (in_hand AND is_open AND overdue) AS dossiers_open_overdue,
  count(*) FILTER (in_hand AND is_open AND is_paused) AS dossiers_paused,
  count(*) FILTER (in_hand AND is_open AND is_paused AND $until - last_pause_from > INTERVAL 30 DAY) AS dossiers_paused_too_long,
  count(*) FILTER (refused) AS dossiers_refused,
  count(*) FILTER (refused OR received) AS dossiers_answered_at_intake,
  count(*) FILTER (is_ended AND return_way = 1) AS dossiers_returned_by_post,
  count(*) FILTER (is_ended) AS dossiers_ended,
  count(*) FILTER (is_ended AND return_way IS NULL) AS unknown_dossiers_returned_by_post,
  count(*) FILTER (is_ended AND done IS NULL AND ended = stopped_at) AS dossiers_stopped,
  count(*) FILTER (in_hand AND supplement_count > 0) AS dossiers_supplemented,
  count(*) FILTER (in_hand AND asked_twice) AS dossiers_supplemented_twice,
  count(*) FILTER (in_hand AND has_complaint) AS dossiers_with_complaint,
  count(*) FILTER (in_hand AND has_complaint IS NULL) AS unknown_dossiers_with_complaint,
  count(*) FILTER (is_ended AND done IS NULL AND ended IS DISTINCT FROM stopped_at) AS dossiers_withdrawn,
  count(*) FILTER (in_hand AND has_e_result AND (has_digitised_parts OR papers_digitised > 0)) AS dossiers_digitised,
  count(*) FILTER (in_hand AND (has_e_result IS NULL OR has_digitised_parts IS NULL)) AS unknown_dossiers_digitised,
  count(*) FILTER (received AND channel = 1) AS dossiers_direct,
  count(*) FILTER (received) AS dossiers_all_channels,
  count(*) FILTER (in_hand AND papers_from_store > 0) AS dossiers_from_personal_store,
  count(*) FILTER (in_hand AND NOT overdue) AS dossiers_on_time,
  count(*) FILTER (received AND channel = 2) AS dossiers_online,
  count(*) FILTER (in_hand AND overdue) AS dossiers_overdue,
  count(*) FILTER (received AND has_fee AND paid_online IN (1, 2)) AS dossiers_paid_online,
  count(*) FILTER (received AND has_fee) AS dossiers_with_fee,
  count(*) FILTER (received AND (has_fee IS NULL OR (has_fee AND paid_online IS NULL))) AS unknown_dossiers_paid_online,
  count(*) FILTER (received AND channel = 3) AS dossiers_postal,
  count(*) FILTER (in_hand AND NOT overdue AND NOT coalesce(has_complaint, false)) AS dossiers_received_well,
  count(*) FILTER (in_hand AND papers_reused > 0) AS dossiers_reusing_data,
  count(*) FILTER (received AND is_synchronised) AS dossiers_synchronised,
  count(*) FILTER (received AND is_synchronised IS NULL) AS unknown_dossiers_synchronised,
  count(*) FILTER (in_hand AND has_e_result) AS dossiers_with_e_result,
  count(*) FILTER (in_hand AND has_e_result IS NULL) AS unknown_dossiers_with_e_result,
  count(*) FILTER (in_hand AND uses_population_data) AS dossiers_with_population_data,
  count(*) FILTER (in_hand AND uses_population_data IS NULL) AS unknown_dossiers_with_population_data,
  count(*) FILTER (received AND channel = 2 AND NOT overdue) AS online_on_time,
  count(*) FILTER (received AND channel = 2 AND overdue) AS online_overdue,
  count(*) FILTER (in_local AND NOT received) AS local_carried_over,
  count(*) FILTER (in_local) AS local_in_hand,
  count(*) FILTER (received AND channel <> 2) AS local_direct_and_postal,
  count(*) FILTER (in_local AND local_finished) AS local_finished,
  count(*) FILTER (in_local AND local_early) AS local_finished_early,
  count(*) FILTER (in_local AND local_finished AND NOT local_early AND NOT local_late) AS local_finished_on_time,
  count(*) FILTER (in_local AND local_finished AND local_late) AS local_finished_overdue,
  count(*) FILTER (in_local AND NOT local_finished) AS local_in_process,
  count(*) FILTER (in_local AND local_finished AND NOT local_late) AS local_on_time,
  count(*) FILTER (in_local AND NOT local_finished AND local_late) AS local_open_overdue,
  count(*) FILTER (in_local AND NOT local_finished AND NOT local_late) AS local_within_time,
  count(*) FILTER (is_ended AND waited < 0) AS ended_before_receipt,
  coalesce(sum(waited // 60000000) FILTER (is_timed), 0) AS processing_minutes,
  count(*) FILTER (is_timed) AS dossiers_timed,
  count(*) FILTER (is_timed AND waited <= 86400000000) AS waited_up_to_1_day,
  count(*) FILTER (is_timed AND waited > 86400000000 AND waited <= 259200000000) AS waited_up_to_3_days,
  count(*) FILTER (is_timed AND waited > 259200000000 AND waited <= 432000000000) AS waited_up_to_5_days,
  count(*) FILTER (is_timed AND waited > 432000000000 AND waited <= 864000000000) AS waited_up_to_10_days,
  count(*) FILTER (is_timed AND waited > 864000000000 AND waited <= 1728000000000) AS waited_up_to_20_days,
  count(*) FILTER (is_timed AND waited > 1728000000000 AND waited <= 2592000000000) AS waited_up_to_30_days,
  count(*) FILTER (is_timed AND waited > 2592000000000 AND waited <= 5184000000000) AS waited_up_to_60_days,
  count(*) FILTER (is_timed AND waited > 5184000000000) AS waited_over_60_days
FROM bridge
GROUP BY ALL
