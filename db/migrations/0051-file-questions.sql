alter table mission_question drop constraint mission_question_kind_check;
alter table mission_question add constraint mission_question_kind_check
  check ("kind" in ('yes-no', 'single-choice', 'multiple-choice', 'text', 'number', 'date', 'file'));
