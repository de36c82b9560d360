create table CODERS(ID integer primary key, Name text);
create table DOCUMENTS(ID integer primary key, Title text, Text text, Coder integer, Author text, Source text, Section text,
                       Notes text, Type text, Date integer);
create table STATEMENTTYPES(ID integer primary key, Label text);
create table VARIABLES(ID integer primary key, Variable text, DataType text, StatementTypeId integer);
create table STATEMENTS(ID integer primary key, StatementTypeId integer, DocumentId integer, Start integer, Stop integer,
                        Coder integer);
create table ENTITIES(ID integer primary key, VariableId integer, Value text);
create table DATABOOLEAN(StatementId integer, VariableId integer, Value integer);
create table DATAINTEGER(StatementId integer, VariableId integer, Value integer);
create table DATASHORTTEXT(StatementId integer, VariableId integer, Entity integer);
insert into CODERS values (1, 'Ann');
insert into DOCUMENTS values (1, 'A speech', 'Ha! 😀 We want visas. No.', 1, 'Doe', 'radio', '', '', '', 1583020800);
insert into STATEMENTTYPES values (1, 'DNA Statement');
insert into VARIABLES values (1, 'organization', 'short text', 1), (2, 'concept', 'short text', 1),
                             (3, 'agreement', 'boolean', 1), (4, 'strength', 'integer', 1), (5, 'memo', 'long text', 1);
insert into ENTITIES values (1, 1, ''), (2, 1, 'AU'), (3, 2, 'visas');
insert into STATEMENTS values (7, 1, 1, 7, 21, 1), (8, 1, 1, 22, 25, 1);
insert into DATASHORTTEXT values (7, 1, 2), (7, 2, 3), (8, 1, 1), (8, 2, 3);
insert into DATABOOLEAN values (7, 3, 1), (8, 3, 0);
insert into DATAINTEGER values (7, 4, -2), (8, 4, 0);
insert into ENTITIES values (4, 1, 'EU'), (5, 1, 'Senegal'), (6, 2, 'return'), (7, 1, 'UN');
insert into DOCUMENTS values (2, 'A reply', 'Return it is. No visas. Return, please. Let us count.', 1, 'Roe', 'radio', '', '', '', 1583280000);
insert into STATEMENTS values (9, 1, 2, 0, 13, 1), (10, 1, 2, 14, 23, 1), (11, 1, 2, 24, 39, 1), (12, 1, 2, 40, 53, 1),
                              (13, 1, 2, 0, 13, 1);
insert into DATASHORTTEXT values (9, 1, 4), (9, 2, 6), (10, 1, 4), (10, 2, 3), (11, 1, 5), (11, 2, 6), (12, 1, 7), (12, 2, 3),
                                 (13, 1, 2), (13, 2, 6);
insert into DATABOOLEAN values (9, 3, 1), (10, 3, 0), (11, 3, 1), (12, 3, 1), (13, 3, 0);
insert into DATAINTEGER values (9, 4, 0), (10, 4, 0), (11, 4, 0), (12, 4, 0), (13, 4, 0);
