PRAGMA application_id = 1668244594;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE assignment (
	id TEXT NOT NULL, 
	round TEXT NOT NULL, 
	document TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	live INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT live_is_a_flag CHECK (live IN (0, 1)), 
	CONSTRAINT fk_assignment_coder FOREIGN KEY(coder) REFERENCES coder (id), 
	CONSTRAINT fk_assignment_document FOREIGN KEY(document) REFERENCES document (id), 
	CONSTRAINT fk_assignment_round FOREIGN KEY(round) REFERENCES round (id)
)
 STRICT

;
INSERT INTO "assignment" VALUES('4e4ef746beb9df113feaade377787474.assigned','450fdfe31c3fae57c58415f8a0cdec2b','92ddc9fae918e74ad49deb58dfe2883d','917e72cd8bc16f860bf905dd028173cc',1);
CREATE TABLE body (
	hash TEXT NOT NULL, 
	salt BLOB, 
	words TEXT, 
	PRIMARY KEY (hash)
)
 STRICT

;
INSERT INTO "body" VALUES('74b101989f6d1de833c8245d50d7ed7035deeb77309248998603f4ef0491909a',X'4742A9E73BB2A36C2F35912C8BA7061A','Lea');
INSERT INTO "body" VALUES('a9ba8cb3f209a2412fb8fcd2b01901ae374411f1f79f51d2fc32f20a60eb1904',X'FB28A3D02DEE23FFA02A495CC3C0F641','{"codes":[{"colour":"1","definition":"Fighting other Sunni rebel groups is wrong, does harm or has no religious ground; IS turns on its neighbours instead of facing the government in Damascus, and does little for the Sunnis it claims to protect; its leaders see spies and traitors everywhere.","dont":["Cruelty to captured rebels, or an execution of an alleged spy - that is brutality; if both are said, give both.","Rivalry and favouritism among commanders of IS - that is corruption."],"examples":["We had come to fight the army, and every week they sent us against the brigade in the next valley.","They looked for traitors in our tents more eagerly than for tanks on the road."],"family":"D","key":"D1","name":"Infighting","neighbours":[["D2","D1 objects to the wrong enemy, D2 to cruelty or its victims. \"Muslims killing Muslims\" without naming victims is D1, marked as a question to the lead."],["D3","The hunt for spies is D1; commanders who treat their own fighters badly are D3."]],"parent":null,"residual":false,"use":["IS attacks the Free Syrian Army, Ahrar al-Sham, Jabhat al-Nusra or another Sunni group, and the speaker objects.","The word fitna (strife among Muslims) for what IS brought about.","The war against Assad is neglected, or the front is left to others.","Suspicion within the ranks, the hunt for spies and traitors."]},{"colour":"2","definition":"Atrocities against (Sunni) Muslims: innocent people killed, harm to bystanders taken lightly, women and children among the victims, hostages killed at random, villagers mistreated, fighters executed by their own commanders. The sub-codes tell who the victims were.","dont":["Bad treatment of one''s own fighters short of killing - that is corruption.","The objection is to the choice of the enemy, not to cruelty - that is infighting."],"examples":["They shot the man who kept the well, and nobody could say what he had done.","The shells fell on the market, and our emir said that God would sort them out."],"family":"D","key":"D2","name":"Brutality","neighbours":[["D1","D2 objects to cruelty or its victims, D1 to the wrong enemy. Torturing captured rebels is D2."],["D3","Executing one''s own fighters is D2; mistreating them short of that is D3."]],"parent":null,"residual":false,"use":["Killing, torture or humiliation of civilians, prisoners or hostages.","Bombs and shells that hit whoever is there.","Fighters put to death by their own side."]},{"colour":"","definition":"The victims are said to be Sunni Muslims, or clearly are.","dont":[],"examples":[],"family":"D","key":"D2.sunni","name":"Sunni victims","neighbours":[],"parent":"D2","residual":false,"use":[]},{"colour":"","definition":"The victims are of another faith or confession, or foreigners taken hostage.","dont":[],"examples":[],"family":"D","key":"D2.others","name":"Other victims","neighbours":[],"parent":"D2","residual":false,"use":[]},{"colour":"","definition":"Cruelty is told, but not to whom.","dont":[],"examples":[],"family":"D","key":"D2.unsaid","name":"Victims not named","neighbours":[],"parent":"D2","residual":false,"use":[]},{"colour":"3","definition":"Unjust, selfish or un-Islamic conduct of commanders and emirs: mistreating their fighters, favouring some over others, privileges for foreigners, inequality, racism, business with the enemy; a perfect Islamic society was promised and its leaders betray it.","dont":["What the speaker lacked or endured, without anybody being favoured - that is quality of life.","Killing one''s own fighters - that is brutality."],"examples":["The judge''s nephew was caught with the same cigarettes, and he went home to supper.","The ones from abroad had generators and we had candles."],"family":"D","key":"D3","name":"Corruption","neighbours":[["D4","D3 is about who was favoured, or broke Islamic rules; D4 about what the speaker missed, endured or was to be spent on. Sent to die first because of where one came from is both."],["D2","Mistreatment of fighters is D3 as long as nobody is killed."]],"parent":null,"residual":false,"use":["Some were favoured, or had what others were denied, because of who they were.","Leaders break the rules that they enforce on others.","Deals with the enemy, such as in oil or grain."]},{"colour":"","definition":"Commanders humiliate, cheat or neglect their own fighters, or favour some of them.","dont":[],"examples":[],"family":"D","key":"D3.mistreatment","name":"Mistreatment by commanders","neighbours":[],"parent":"D3","residual":false,"use":[]},{"colour":"","definition":"Foreign fighters get better houses, pay, food or posts than local ones.","dont":[],"examples":[],"family":"D","key":"D3.foreigners","name":"Privileges for foreigners","neighbours":[],"parent":"D3","residual":false,"use":[]},{"colour":"","definition":"People are treated worse because of their skin, nation or tongue.","dont":[],"examples":[],"family":"D","key":"D3.racism","name":"Racism","neighbours":[],"parent":"D3","residual":false,"use":[]},{"colour":"","definition":"Oil, grain, prisoners or safe passage are traded with those whom IS says it fights.","dont":[],"examples":[],"family":"D","key":"D3.deals","name":"Deals with the enemy","neighbours":[],"parent":"D3","residual":false,"use":[]},{"colour":"4","definition":"Life was not what had been promised: no goods, cars or comfort; no electricity, too little of the basic things; duty that was dull or had nothing heroic about it; being used as cannon fodder or put on a list for a suicide attack.","dont":["Others were favoured - that is corruption; give both if both are said."],"examples":["They had promised a house with a garden, and we slept six to a room.","For four months I guarded a water tank that nobody wanted."],"family":"D","key":"D4","name":"Quality of life","neighbours":[["D3","D4 is about what one missed or endured, D3 about who was favoured or broke the rules."]],"parent":null,"residual":false,"use":["Promised goods or comfort never came.","Shortages of food, power, medicine.","Boredom, guard duty, disappointment in the fighting.","The speaker, or people like them, were to be spent as cannon fodder or suicide bombers."]},{"colour":"","definition":"A reason for leaving, or a criticism, outside the four: family and homesickness, fear of being bombed, incompetent leaders, an injury, an amnesty at home.","dont":["It is only hard to decide between two of the four; tag both, or ask the lead."],"examples":["My mother was ill, and there was nobody else to sit with her."],"family":"D","key":"D0","name":"Other reason for leaving","neighbours":[],"parent":null,"residual":true,"use":["It is clearly given as a reason or criticism, and none of the four fits."]},{"colour":"5","definition":"The atrocities of the Assad government; Sunnis in danger of their lives; a duty to help or defend them, out of humanity or because they are of one''s own faith.","dont":["Building or living in an Islamic state - that is faith and ideology."],"examples":["I saw the street where my aunt had lived, and then I could not stay at the counter."],"family":"R","key":"R1","name":"The Syrian conflict","neighbours":[["R2","Defending people under attack is R1, even as a religious duty; building or living in the Islamic State is R2."]],"parent":null,"residual":false,"use":["Pictures or news of bombardment, hunger and massacres moved the speaker to go.","Somebody had to protect those people."]},{"colour":"6","definition":"IS as the perfect Islamic state that every Muslim has to support; life under Sharia; a holy cause; the right of such a state to exist and to fight.","dont":["A religious duty to help people who are under attack - that is the Syrian conflict."],"examples":["I wanted my daughters to grow up where nobody laughs at prayer."],"family":"R","key":"R2","name":"Faith and ideology","neighbours":[["R1","Living in the Islamic State is R2, defending people under attack is R1."],["R3","Brotherhood as a religious duty is R2, as belonging somewhere R3."]],"parent":null,"residual":false,"use":["Hijra (migration to Muslim lands) as a duty.","The wish to live, or to raise children, under Islamic law.","The caliphate is the rightful one."]},{"colour":"7","definition":"What one would get or feel: food, wages, a house, a car, debts paid; adventure, fighting, being a hero; brothers to belong to.","dont":["Brotherhood as what the faith demands - that is faith and ideology."],"examples":["They would pay what I owed, and nobody at home had ever offered that."],"family":"R","key":"R3","name":"Personal needs","neighbours":[["R2","Brotherhood as belonging is R3, as religious duty R2."]],"parent":null,"residual":false,"use":["Pay, marriage, housing, cars, debts settled.","Adventure, boredom at home, wanting to be somebody.","Belonging, comradeship."]},{"colour":"","definition":"A reason for joining outside the three: pressed by relatives or neighbours, taken along as a child, no other way to stay in one''s town, revenge for a death in the family.","dont":["It is only hard to decide between two of the three; tag both, or ask the lead."],"examples":["My cousin had already given them my name, and then it was too late to have another opinion."],"family":"R","key":"R0","name":"Other reason for joining","neighbours":[],"parent":null,"residual":true,"use":["It is clearly given as a reason, and none of the three fits."]}],"families":[{"key":"D","name":"Defection"},{"key":"R","name":"Recruitment"}],"qualifiers":[{"key":"voice","name":"Whose words","values":[["own","own words"],["reported","reported by the source"],["other","someone else''s words"]]},{"key":"strength","name":"How it is meant","values":[["reason","stated reason"],["criticism","criticism only"]]}],"title":"Joining and leaving the Islamic State"}');
INSERT INTO "body" VALUES('82bb9472c10936f7b9c1d9c98893eab4ee1c8596ec735db3304e9f8d785f420e',X'2362BE5A7C842059B34D21A701A2802B','main');
INSERT INTO "body" VALUES('7153ec29d4c02ad8a6715317160d14d15717a54128eed23d5f3215807d5e3149',X'940398C4C04A1220F69F19650B046608','Ann');
INSERT INTO "body" VALUES('6dd9a52652592cca69ed58c784ca8321931370652979351b7965275209eceb26',X'D38779A25E40AB0C6A8E12B2FF94CD23','{"date":"","language":"","source":"","title":"One","warning":""}');
INSERT INTO "body" VALUES('44e71de1163bcf351b7dbf6a6d6348bd1ad1bcdd2e57def0aff3b88e2b2a533c',X'46899541F7E5E842AB6C97624BCB96C6','{"attributes":{},"key":"C1","name":"Made Up","note":""}');
INSERT INTO "body" VALUES('de640ca42806ca664f18288d00ecfb2a622dd1a79c2766c03ce988a91514dc87',X'7B3CBF127C3711C0917F68C754BFA829','first');
INSERT INTO "body" VALUES('324096f92d86644d21790c85cd59aaffffba324f6f0da1d419c5f0b4dee2fa90',X'85668F776B0DA30D65CE81E42581AF90','a memo');
CREATE TABLE "case" (
	id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "case" VALUES('284cd48714d5b90f2ea5b7411e561861','44e71de1163bcf351b7dbf6a6d6348bd1ad1bcdd2e57def0aff3b88e2b2a533c');
CREATE TABLE codebook (
	id TEXT NOT NULL, 
	content TEXT NOT NULL, 
	created INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "codebook" VALUES('19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b','a9ba8cb3f209a2412fb8fcd2b01901ae374411f1f79f51d2fc32f20a60eb1904',1795589358703);
CREATE TABLE coder (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT role_is_known CHECK (role IN ('coder', 'lead'))
)
 STRICT

;
INSERT INTO "coder" VALUES('5d758d47c081a4a4fb5ad4b7055605eb','74b101989f6d1de833c8245d50d7ed7035deeb77309248998603f4ef0491909a','lead');
INSERT INTO "coder" VALUES('917e72cd8bc16f860bf905dd028173cc','7153ec29d4c02ad8a6715317160d14d15717a54128eed23d5f3215807d5e3149','coder');
CREATE TABLE document (
	id TEXT NOT NULL, 
	text TEXT NOT NULL, 
	about TEXT NOT NULL, 
	case_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_document_case_id FOREIGN KEY(case_id) REFERENCES "case" (id), 
	CONSTRAINT fk_document_text FOREIGN KEY(text) REFERENCES text (id)
)
 STRICT

;
INSERT INTO "document" VALUES('92ddc9fae918e74ad49deb58dfe2883d','f09fd2bc05b9605733ee12cd0d9a707dff7f559847deb78b75e907a87dd8510a','6dd9a52652592cca69ed58c784ca8321931370652979351b7965275209eceb26',NULL);
CREATE TABLE event (
	id TEXT NOT NULL, 
	format INTEGER NOT NULL, 
	project TEXT NOT NULL, 
	stream TEXT NOT NULL, 
	replica TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	previous TEXT, 
	lamport INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	actor TEXT NOT NULL, 
	action TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	entity TEXT NOT NULL, 
	base TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT lamport_from_one CHECK (lamport >= 1), 
	CONSTRAINT seq_from_one CHECK (seq >= 1)
)
 STRICT

;
INSERT INTO "event" VALUES('8e4a3f906d4437792d508572db72d065d129ce0c1d4835bbeacfa01eb9410d3d',1,'7977e7b4b6254c570f398b9b9292c844','project','00aa428c00e08589',1,NULL,1,1795589358703,'5d758d47c081a4a4fb5ad4b7055605eb','80f862973bf3a1768c63ba124865c6a1','project.add','7977e7b4b6254c570f398b9b9292c844','[]','{}');
INSERT INTO "event" VALUES('25cca049936cf264d006ed80ed4afab1b316573f02d67a590382c13d9c958486',1,'7977e7b4b6254c570f398b9b9292c844','project','00aa428c00e08589',2,'8e4a3f906d4437792d508572db72d065d129ce0c1d4835bbeacfa01eb9410d3d',2,1795589358703,'5d758d47c081a4a4fb5ad4b7055605eb','80f862973bf3a1768c63ba124865c6a1','coder.add','5d758d47c081a4a4fb5ad4b7055605eb','[]','{"@name":"74b101989f6d1de833c8245d50d7ed7035deeb77309248998603f4ef0491909a","role":"lead"}');
INSERT INTO "event" VALUES('7aca77fb62d247c66507548040814549c7fea2db2ba6a902d32551495245dffb',1,'7977e7b4b6254c570f398b9b9292c844','project','00aa428c00e08589',3,'25cca049936cf264d006ed80ed4afab1b316573f02d67a590382c13d9c958486',3,1795589358703,'5d758d47c081a4a4fb5ad4b7055605eb','80f862973bf3a1768c63ba124865c6a1','codebook.add','19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b','[]','{"@content":"a9ba8cb3f209a2412fb8fcd2b01901ae374411f1f79f51d2fc32f20a60eb1904"}');
INSERT INTO "event" VALUES('d67506ca3e5718f0d0a54987a15e874da30d9a1bd961e8a3455f5bb8ded80d28',1,'7977e7b4b6254c570f398b9b9292c844','project','00aa428c00e08589',4,'7aca77fb62d247c66507548040814549c7fea2db2ba6a902d32551495245dffb',4,1795589358703,'5d758d47c081a4a4fb5ad4b7055605eb','80f862973bf3a1768c63ba124865c6a1','round.add','8a088f663090968553e7dc60d2c6e9e6','[]','{"@name":"82bb9472c10936f7b9c1d9c98893eab4ee1c8596ec735db3304e9f8d785f420e","blind":0,"codebook":"19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b","open":1,"purpose":"main","revealed":0}');
INSERT INTO "event" VALUES('7e5f135025e191fe652206bdd1ba2ef77c07789b696ec5c31d39598aa212affc',1,'7977e7b4b6254c570f398b9b9292c844','project','00aa428c00e08589',5,'d67506ca3e5718f0d0a54987a15e874da30d9a1bd961e8a3455f5bb8ded80d28',5,1795589358719,'5d758d47c081a4a4fb5ad4b7055605eb','6c146aa07e99fcdd352ac507a387a924','coder.add','917e72cd8bc16f860bf905dd028173cc','[]','{"@name":"7153ec29d4c02ad8a6715317160d14d15717a54128eed23d5f3215807d5e3149","role":"coder"}');
INSERT INTO "event" VALUES('180d76fb7255335e18a3bb4de128b9ce5b4848c207efd26ef976ef68c1976843',1,'7977e7b4b6254c570f398b9b9292c844','project','00aa428c00e08589',6,'7e5f135025e191fe652206bdd1ba2ef77c07789b696ec5c31d39598aa212affc',6,1795589358725,'5d758d47c081a4a4fb5ad4b7055605eb','c200e037ddacd188b774afa79994d0e6','document.add','92ddc9fae918e74ad49deb58dfe2883d','[]','{"@about":"6dd9a52652592cca69ed58c784ca8321931370652979351b7965275209eceb26","case_id":null,"text":"f09fd2bc05b9605733ee12cd0d9a707dff7f559847deb78b75e907a87dd8510a"}');
INSERT INTO "event" VALUES('63927963c48a47ffaa02bc333aa808ae5526aa77f5be2f54da456fe5c4573545',1,'7977e7b4b6254c570f398b9b9292c844','project','00aa428c00e08589',7,'180d76fb7255335e18a3bb4de128b9ce5b4848c207efd26ef976ef68c1976843',7,1795589358732,'5d758d47c081a4a4fb5ad4b7055605eb','61c9ccf29f62309ab5940dfaa6d55604','case.add','284cd48714d5b90f2ea5b7411e561861','[]','{"@about":"44e71de1163bcf351b7dbf6a6d6348bd1ad1bcdd2e57def0aff3b88e2b2a533c"}');
INSERT INTO "event" VALUES('822059331e2335f78b8a55b21979e0a7ba5c1fd1573fbe4b043354ac294fd087',1,'7977e7b4b6254c570f398b9b9292c844','project','00aa428c00e08589',8,'63927963c48a47ffaa02bc333aa808ae5526aa77f5be2f54da456fe5c4573545',8,1795589358736,'5d758d47c081a4a4fb5ad4b7055605eb','69d5d6113caf1b70e9294c80c1a72e82','round.add','450fdfe31c3fae57c58415f8a0cdec2b','[]','{"@name":"de640ca42806ca664f18288d00ecfb2a622dd1a79c2766c03ce988a91514dc87","blind":1,"codebook":"19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b","open":1,"purpose":"reliability","revealed":0}');
INSERT INTO "event" VALUES('36f3c911c6a35408f46f8f9fceb49f060c7db7802b7ad9bede024433072a38b5',1,'7977e7b4b6254c570f398b9b9292c844','project','00aa428c00e08589',9,'822059331e2335f78b8a55b21979e0a7ba5c1fd1573fbe4b043354ac294fd087',9,1795589358736,'5d758d47c081a4a4fb5ad4b7055605eb','69d5d6113caf1b70e9294c80c1a72e82','plan.add','450fdfe31c3fae57c58415f8a0cdec2b.plan','[]','{"how":{"by":null,"draw":null,"each":null,"seed":1},"round":"450fdfe31c3fae57c58415f8a0cdec2b"}');
INSERT INTO "event" VALUES('d85523668998bbbe6c4979c146e551f782f0edff9696d52655b94f5b06779a41',1,'7977e7b4b6254c570f398b9b9292c844','project','00aa428c00e08589',10,'36f3c911c6a35408f46f8f9fceb49f060c7db7802b7ad9bede024433072a38b5',10,1795589358736,'5d758d47c081a4a4fb5ad4b7055605eb','69d5d6113caf1b70e9294c80c1a72e82','assignment.add','4e4ef746beb9df113feaade377787474.assigned','[]','{"coder":"917e72cd8bc16f860bf905dd028173cc","document":"92ddc9fae918e74ad49deb58dfe2883d","live":1,"round":"450fdfe31c3fae57c58415f8a0cdec2b"}');
INSERT INTO "event" VALUES('ba8ee5a052885334545ccb0c8640ad9694cee9875c2f00e586633d4293a3ef3c',1,'7977e7b4b6254c570f398b9b9292c844','4e4ef746beb9df113feaade377787474','00aa428c00e08589',1,NULL,11,1795589358749,'917e72cd8bc16f860bf905dd028173cc','84299eedf3bb3e4d28444a07a886ea80','reading.open','4e4ef746beb9df113feaade377787474','[]','{"@memo":null,"coder":"917e72cd8bc16f860bf905dd028173cc","document":"92ddc9fae918e74ad49deb58dfe2883d","finished":0,"round":"450fdfe31c3fae57c58415f8a0cdec2b"}');
INSERT INTO "event" VALUES('cac837ecc5c2620ef4df231c79897980520c22c0c13f51a40089090d23709213',1,'7977e7b4b6254c570f398b9b9292c844','4e4ef746beb9df113feaade377787474','00aa428c00e08589',2,'ba8ee5a052885334545ccb0c8640ad9694cee9875c2f00e586633d4293a3ef3c',12,1795589358749,'917e72cd8bc16f860bf905dd028173cc','84299eedf3bb3e4d28444a07a886ea80','tag.add','5bff263376a8207aebbcc25dc099af92','[]','{"@memo":"324096f92d86644d21790c85cd59aaffffba324f6f0da1d419c5f0b4dee2fa90","case_id":"284cd48714d5b90f2ea5b7411e561861","code":"D4","codebook":"19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b","live":1,"qualifiers":{},"query":0,"reading":"4e4ef746beb9df113feaade377787474","start":0,"stop":18,"text":"f09fd2bc05b9605733ee12cd0d9a707dff7f559847deb78b75e907a87dd8510a"}');
INSERT INTO "event" VALUES('19fdca232ae7c7e84ad9250285c9ef0f001a9a552b95ad93124dc0ff8b16de00',1,'7977e7b4b6254c570f398b9b9292c844','4e4ef746beb9df113feaade377787474','00aa428c00e08589',3,'cac837ecc5c2620ef4df231c79897980520c22c0c13f51a40089090d23709213',13,1795589358765,'917e72cd8bc16f860bf905dd028173cc','2561a3cc908ddd758bd53602d126f37a','progress.set','4e4ef746beb9df113feaade377787474.progress','[]','{"position":65,"reading":"4e4ef746beb9df113feaade377787474"}');
INSERT INTO "event" VALUES('b863bb6d4bd6411768c2276841a8232f6089a98455b8f804376f7fadfe53bdd4',1,'7977e7b4b6254c570f398b9b9292c844','4e4ef746beb9df113feaade377787474','00aa428c00e08589',4,'19fdca232ae7c7e84ad9250285c9ef0f001a9a552b95ad93124dc0ff8b16de00',14,1795589358765,'917e72cd8bc16f860bf905dd028173cc','2561a3cc908ddd758bd53602d126f37a','reading.finish','4e4ef746beb9df113feaade377787474','["ba8ee5a052885334545ccb0c8640ad9694cee9875c2f00e586633d4293a3ef3c"]','{"@memo":null,"coder":"917e72cd8bc16f860bf905dd028173cc","document":"92ddc9fae918e74ad49deb58dfe2883d","finished":1,"round":"450fdfe31c3fae57c58415f8a0cdec2b"}');
CREATE TABLE figures (
	id TEXT NOT NULL, 
	round TEXT NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_figures_round FOREIGN KEY(round) REFERENCES round (id), 
	UNIQUE (round)
)
 STRICT

;
CREATE TABLE head (
	entity TEXT NOT NULL, 
	event TEXT NOT NULL, 
	PRIMARY KEY (entity, event), 
	CONSTRAINT fk_head_event FOREIGN KEY(event) REFERENCES event (id)
)
 STRICT

;
INSERT INTO "head" VALUES('7977e7b4b6254c570f398b9b9292c844','8e4a3f906d4437792d508572db72d065d129ce0c1d4835bbeacfa01eb9410d3d');
INSERT INTO "head" VALUES('5d758d47c081a4a4fb5ad4b7055605eb','25cca049936cf264d006ed80ed4afab1b316573f02d67a590382c13d9c958486');
INSERT INTO "head" VALUES('19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b','7aca77fb62d247c66507548040814549c7fea2db2ba6a902d32551495245dffb');
INSERT INTO "head" VALUES('8a088f663090968553e7dc60d2c6e9e6','d67506ca3e5718f0d0a54987a15e874da30d9a1bd961e8a3455f5bb8ded80d28');
INSERT INTO "head" VALUES('917e72cd8bc16f860bf905dd028173cc','7e5f135025e191fe652206bdd1ba2ef77c07789b696ec5c31d39598aa212affc');
INSERT INTO "head" VALUES('92ddc9fae918e74ad49deb58dfe2883d','180d76fb7255335e18a3bb4de128b9ce5b4848c207efd26ef976ef68c1976843');
INSERT INTO "head" VALUES('284cd48714d5b90f2ea5b7411e561861','63927963c48a47ffaa02bc333aa808ae5526aa77f5be2f54da456fe5c4573545');
INSERT INTO "head" VALUES('450fdfe31c3fae57c58415f8a0cdec2b','822059331e2335f78b8a55b21979e0a7ba5c1fd1573fbe4b043354ac294fd087');
INSERT INTO "head" VALUES('450fdfe31c3fae57c58415f8a0cdec2b.plan','36f3c911c6a35408f46f8f9fceb49f060c7db7802b7ad9bede024433072a38b5');
INSERT INTO "head" VALUES('4e4ef746beb9df113feaade377787474.assigned','d85523668998bbbe6c4979c146e551f782f0edff9696d52655b94f5b06779a41');
INSERT INTO "head" VALUES('5bff263376a8207aebbcc25dc099af92','cac837ecc5c2620ef4df231c79897980520c22c0c13f51a40089090d23709213');
INSERT INTO "head" VALUES('4e4ef746beb9df113feaade377787474.progress','19fdca232ae7c7e84ad9250285c9ef0f001a9a552b95ad93124dc0ff8b16de00');
INSERT INTO "head" VALUES('4e4ef746beb9df113feaade377787474','b863bb6d4bd6411768c2276841a8232f6089a98455b8f804376f7fadfe53bdd4');
CREATE TABLE package (
	coder TEXT NOT NULL, 
	absent TEXT NOT NULL, 
	PRIMARY KEY (coder)
)
 STRICT

;
CREATE TABLE "plan" (
	id TEXT NOT NULL, 
	round TEXT NOT NULL, 
	how TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_plan_round FOREIGN KEY(round) REFERENCES round (id), 
	UNIQUE (round)
)
 STRICT

;
INSERT INTO "plan" VALUES('450fdfe31c3fae57c58415f8a0cdec2b.plan','450fdfe31c3fae57c58415f8a0cdec2b','{"by":null,"draw":null,"each":null,"seed":1}');
CREATE TABLE progress (
	id TEXT NOT NULL, 
	reading TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT position_not_negative CHECK (position >= 0), 
	CONSTRAINT fk_progress_reading FOREIGN KEY(reading) REFERENCES reading (id), 
	UNIQUE (reading)
)
 STRICT

;
INSERT INTO "progress" VALUES('4e4ef746beb9df113feaade377787474.progress','4e4ef746beb9df113feaade377787474',65);
CREATE TABLE project (
	id TEXT NOT NULL, 
	created INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "project" VALUES('7977e7b4b6254c570f398b9b9292c844',1795589358703);
CREATE TABLE reading (
	id TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	document TEXT NOT NULL, 
	round TEXT NOT NULL, 
	finished INTEGER NOT NULL, 
	memo TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT finished_is_a_flag CHECK (finished IN (0, 1)), 
	CONSTRAINT fk_reading_coder FOREIGN KEY(coder) REFERENCES coder (id), 
	CONSTRAINT fk_reading_document FOREIGN KEY(document) REFERENCES document (id), 
	CONSTRAINT fk_reading_round FOREIGN KEY(round) REFERENCES round (id)
)
 STRICT

;
INSERT INTO "reading" VALUES('4e4ef746beb9df113feaade377787474','917e72cd8bc16f860bf905dd028173cc','92ddc9fae918e74ad49deb58dfe2883d','450fdfe31c3fae57c58415f8a0cdec2b',1,NULL);
CREATE TABLE round (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	codebook TEXT NOT NULL, 
	blind INTEGER NOT NULL, 
	revealed INTEGER NOT NULL, 
	open INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT purpose_is_known CHECK (purpose IN ('training', 'reliability', 'main')), 
	CONSTRAINT blind_is_a_flag CHECK (blind IN (0, 1)), 
	CONSTRAINT open_is_a_flag CHECK (open IN (0, 1)), 
	CONSTRAINT revealed_is_a_flag CHECK (revealed IN (0, 1)), 
	CONSTRAINT fk_round_codebook FOREIGN KEY(codebook) REFERENCES codebook (id)
)
 STRICT

;
INSERT INTO "round" VALUES('8a088f663090968553e7dc60d2c6e9e6','82bb9472c10936f7b9c1d9c98893eab4ee1c8596ec735db3304e9f8d785f420e','main','19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b',0,0,1);
INSERT INTO "round" VALUES('450fdfe31c3fae57c58415f8a0cdec2b','de640ca42806ca664f18288d00ecfb2a622dd1a79c2766c03ce988a91514dc87','reliability','19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b',1,0,1);
CREATE TABLE tag (
	id TEXT NOT NULL, 
	reading TEXT NOT NULL, 
	text TEXT NOT NULL, 
	code TEXT NOT NULL, 
	codebook TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	memo TEXT, 
	case_id TEXT, 
	qualifiers TEXT NOT NULL, 
	"query" INTEGER NOT NULL, 
	live INTEGER NOT NULL, 
	created INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT live_is_a_flag CHECK (live IN (0, 1)), 
	CONSTRAINT query_is_a_flag CHECK (query IN (0, 1)), 
	CONSTRAINT passage_has_words CHECK (start >= 0 AND stop > start), 
	CONSTRAINT fk_tag_case_id FOREIGN KEY(case_id) REFERENCES "case" (id), 
	CONSTRAINT fk_tag_codebook FOREIGN KEY(codebook) REFERENCES codebook (id), 
	CONSTRAINT fk_tag_reading FOREIGN KEY(reading) REFERENCES reading (id), 
	CONSTRAINT fk_tag_text FOREIGN KEY(text) REFERENCES text (id)
)
 STRICT

;
INSERT INTO "tag" VALUES('5bff263376a8207aebbcc25dc099af92','4e4ef746beb9df113feaade377787474','f09fd2bc05b9605733ee12cd0d9a707dff7f559847deb78b75e907a87dd8510a','D4','19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b',0,18,'324096f92d86644d21790c85cd59aaffffba324f6f0da1d419c5f0b4dee2fa90','284cd48714d5b90f2ea5b7411e561861','{}',0,1,1795589358749);
CREATE TABLE text (
	id TEXT NOT NULL, 
	length INTEGER NOT NULL, 
	words INTEGER NOT NULL, 
	content TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT not_empty CHECK (length >= 1)
)
 STRICT

;
INSERT INTO "text" VALUES('f09fd2bc05b9605733ee12cd0d9a707dff7f559847deb78b75e907a87dd8510a',65,11,'They promised cars. There was no bread, and they shared nothing.
');
CREATE INDEX event_action ON event (action);
CREATE INDEX event_entity ON event (entity);
CREATE INDEX event_lamport ON event (lamport);
CREATE INDEX event_order ON event (stream, lamport);
CREATE UNIQUE INDEX event_place ON event (stream, replica, seq);
CREATE INDEX tag_code ON tag (code);
CREATE INDEX tag_reading ON tag (reading, start);
CREATE TRIGGER event_is_append_only_update BEFORE UPDATE ON event
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_is_append_only_delete BEFORE DELETE ON event
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER body_is_immutable BEFORE UPDATE ON body WHEN NEW.words IS NOT NULL OR NEW.hash <> OLD.hash
       BEGIN SELECT RAISE(ABORT, 'bodies are erased, never changed'); END;
CREATE TRIGGER body_is_kept BEFORE DELETE ON body
       BEGIN SELECT RAISE(ABORT, 'bodies leave a tombstone'); END;
CREATE TRIGGER text_is_immutable BEFORE UPDATE ON text WHEN NEW.content IS NOT NULL OR NEW.id <> OLD.id
       BEGIN SELECT RAISE(ABORT, 'texts are erased, never changed'); END;
CREATE TRIGGER text_is_kept BEFORE DELETE ON text
       BEGIN SELECT RAISE(ABORT, 'texts leave a tombstone'); END;
CREATE INDEX assignment_round ON assignment (round, document, coder);
COMMIT;
