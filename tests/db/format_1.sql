PRAGMA application_id = 1668244594;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE body (
	hash TEXT NOT NULL, 
	salt BLOB, 
	words TEXT, 
	PRIMARY KEY (hash)
)
 STRICT

;
INSERT INTO "body" VALUES('7cdb792f5fc84919bcbc49728129b2506f448f550bf5e9c5291dfc891cb0e8b8',X'EB5B9899BF159B2D6F6126DB70069FD1','Lea');
INSERT INTO "body" VALUES('77240f940a791bc2234c2295860f128b13a57b7c95a975becb3c16ca8ba8dd5e',X'B14FB2153C17CE6CF7EFDB1AE4810226','{"codes":[{"colour":"1","definition":"Fighting other Sunni rebel groups is wrong, does harm or has no religious ground; IS turns on its neighbours instead of facing the government in Damascus, and does little for the Sunnis it claims to protect; its leaders see spies and traitors everywhere.","dont":["Cruelty to captured rebels, or an execution of an alleged spy - that is brutality; if both are said, give both.","Rivalry and favouritism among commanders of IS - that is corruption."],"examples":["We had come to fight the army, and every week they sent us against the brigade in the next valley.","They looked for traitors in our tents more eagerly than for tanks on the road."],"family":"D","key":"D1","name":"Infighting","neighbours":[["D2","D1 objects to the wrong enemy, D2 to cruelty or its victims. \"Muslims killing Muslims\" without naming victims is D1, marked as a question to the lead."],["D3","The hunt for spies is D1; commanders who treat their own fighters badly are D3."]],"parent":null,"residual":false,"use":["IS attacks the Free Syrian Army, Ahrar al-Sham, Jabhat al-Nusra or another Sunni group, and the speaker objects.","The word fitna (strife among Muslims) for what IS brought about.","The war against Assad is neglected, or the front is left to others.","Suspicion within the ranks, the hunt for spies and traitors."]},{"colour":"2","definition":"Atrocities against (Sunni) Muslims: innocent people killed, harm to bystanders taken lightly, women and children among the victims, hostages killed at random, villagers mistreated, fighters executed by their own commanders. The sub-codes tell who the victims were.","dont":["Bad treatment of one''s own fighters short of killing - that is corruption.","The objection is to the choice of the enemy, not to cruelty - that is infighting."],"examples":["They shot the man who kept the well, and nobody could say what he had done.","The shells fell on the market, and our emir said that God would sort them out."],"family":"D","key":"D2","name":"Brutality","neighbours":[["D1","D2 objects to cruelty or its victims, D1 to the wrong enemy. Torturing captured rebels is D2."],["D3","Executing one''s own fighters is D2; mistreating them short of that is D3."]],"parent":null,"residual":false,"use":["Killing, torture or humiliation of civilians, prisoners or hostages.","Bombs and shells that hit whoever is there.","Fighters put to death by their own side."]},{"colour":"","definition":"The victims are said to be Sunni Muslims, or clearly are.","dont":[],"examples":[],"family":"D","key":"D2.sunni","name":"Sunni victims","neighbours":[],"parent":"D2","residual":false,"use":[]},{"colour":"","definition":"The victims are of another faith or confession, or foreigners taken hostage.","dont":[],"examples":[],"family":"D","key":"D2.others","name":"Other victims","neighbours":[],"parent":"D2","residual":false,"use":[]},{"colour":"","definition":"Cruelty is told, but not to whom.","dont":[],"examples":[],"family":"D","key":"D2.unsaid","name":"Victims not named","neighbours":[],"parent":"D2","residual":false,"use":[]},{"colour":"3","definition":"Unjust, selfish or un-Islamic conduct of commanders and emirs: mistreating their fighters, favouring some over others, privileges for foreigners, inequality, racism, business with the enemy; a perfect Islamic society was promised and its leaders betray it.","dont":["What the speaker lacked or endured, without anybody being favoured - that is quality of life.","Killing one''s own fighters - that is brutality."],"examples":["The judge''s nephew was caught with the same cigarettes, and he went home to supper.","The ones from abroad had generators and we had candles."],"family":"D","key":"D3","name":"Corruption","neighbours":[["D4","D3 is about who was favoured, or broke Islamic rules; D4 about what the speaker missed, endured or was to be spent on. Sent to die first because of where one came from is both."],["D2","Mistreatment of fighters is D3 as long as nobody is killed."]],"parent":null,"residual":false,"use":["Some were favoured, or had what others were denied, because of who they were.","Leaders break the rules that they enforce on others.","Deals with the enemy, such as in oil or grain."]},{"colour":"","definition":"Commanders humiliate, cheat or neglect their own fighters, or favour some of them.","dont":[],"examples":[],"family":"D","key":"D3.mistreatment","name":"Mistreatment by commanders","neighbours":[],"parent":"D3","residual":false,"use":[]},{"colour":"","definition":"Foreign fighters get better houses, pay, food or posts than local ones.","dont":[],"examples":[],"family":"D","key":"D3.foreigners","name":"Privileges for foreigners","neighbours":[],"parent":"D3","residual":false,"use":[]},{"colour":"","definition":"People are treated worse because of their skin, nation or tongue.","dont":[],"examples":[],"family":"D","key":"D3.racism","name":"Racism","neighbours":[],"parent":"D3","residual":false,"use":[]},{"colour":"","definition":"Oil, grain, prisoners or safe passage are traded with those whom IS says it fights.","dont":[],"examples":[],"family":"D","key":"D3.deals","name":"Deals with the enemy","neighbours":[],"parent":"D3","residual":false,"use":[]},{"colour":"4","definition":"Life was not what had been promised: no goods, cars or comfort; no electricity, too little of the basic things; duty that was dull or had nothing heroic about it; being used as cannon fodder or put on a list for a suicide attack.","dont":["Others were favoured - that is corruption; give both if both are said."],"examples":["They had promised a house with a garden, and we slept six to a room.","For four months I guarded a water tank that nobody wanted."],"family":"D","key":"D4","name":"Quality of life","neighbours":[["D3","D4 is about what one missed or endured, D3 about who was favoured or broke the rules."]],"parent":null,"residual":false,"use":["Promised goods or comfort never came.","Shortages of food, power, medicine.","Boredom, guard duty, disappointment in the fighting.","The speaker, or people like them, were to be spent as cannon fodder or suicide bombers."]},{"colour":"","definition":"A reason for leaving, or a criticism, outside the four: family and homesickness, fear of being bombed, incompetent leaders, an injury, an amnesty at home.","dont":["It is only hard to decide between two of the four; tag both, or ask the lead."],"examples":["My mother was ill, and there was nobody else to sit with her."],"family":"D","key":"D0","name":"Other reason for leaving","neighbours":[],"parent":null,"residual":true,"use":["It is clearly given as a reason or criticism, and none of the four fits."]},{"colour":"5","definition":"The atrocities of the Assad government; Sunnis in danger of their lives; a duty to help or defend them, out of humanity or because they are of one''s own faith.","dont":["Building or living in an Islamic state - that is faith and ideology."],"examples":["I saw the street where my aunt had lived, and then I could not stay at the counter."],"family":"R","key":"R1","name":"The Syrian conflict","neighbours":[["R2","Defending people under attack is R1, even as a religious duty; building or living in the Islamic State is R2."]],"parent":null,"residual":false,"use":["Pictures or news of bombardment, hunger and massacres moved the speaker to go.","Somebody had to protect those people."]},{"colour":"6","definition":"IS as the perfect Islamic state that every Muslim has to support; life under Sharia; a holy cause; the right of such a state to exist and to fight.","dont":["A religious duty to help people who are under attack - that is the Syrian conflict."],"examples":["I wanted my daughters to grow up where nobody laughs at prayer."],"family":"R","key":"R2","name":"Faith and ideology","neighbours":[["R1","Living in the Islamic State is R2, defending people under attack is R1."],["R3","Brotherhood as a religious duty is R2, as belonging somewhere R3."]],"parent":null,"residual":false,"use":["Hijra (migration to Muslim lands) as a duty.","The wish to live, or to raise children, under Islamic law.","The caliphate is the rightful one."]},{"colour":"7","definition":"What one would get or feel: food, wages, a house, a car, debts paid; adventure, fighting, being a hero; brothers to belong to.","dont":["Brotherhood as what the faith demands - that is faith and ideology."],"examples":["They would pay what I owed, and nobody at home had ever offered that."],"family":"R","key":"R3","name":"Personal needs","neighbours":[["R2","Brotherhood as belonging is R3, as religious duty R2."]],"parent":null,"residual":false,"use":["Pay, marriage, housing, cars, debts settled.","Adventure, boredom at home, wanting to be somebody.","Belonging, comradeship."]},{"colour":"","definition":"A reason for joining outside the three: pressed by relatives or neighbours, taken along as a child, no other way to stay in one''s town, revenge for a death in the family.","dont":["It is only hard to decide between two of the three; tag both, or ask the lead."],"examples":["My cousin had already given them my name, and then it was too late to have another opinion."],"family":"R","key":"R0","name":"Other reason for joining","neighbours":[],"parent":null,"residual":true,"use":["It is clearly given as a reason, and none of the three fits."]}],"families":[{"key":"D","name":"Defection"},{"key":"R","name":"Recruitment"}],"qualifiers":[{"key":"voice","name":"Whose words","values":[["own","own words"],["reported","reported by the source"],["other","someone else''s words"]]},{"key":"strength","name":"How it is meant","values":[["reason","stated reason"],["criticism","criticism only"]]}],"title":"Joining and leaving the Islamic State"}');
INSERT INTO "body" VALUES('a2fd67fd8cbd4239d08d7c9d2104f5566f2611d685694b69beaac9c431b3dbd3',X'445997C1DFB4D3288456D09A839EC497','main');
INSERT INTO "body" VALUES('e0d5356287c91db49d1948f1513f08a05c28d287b6183e2bbd337300e1de0e4d',X'0DFB45D99BE685F7C8F2868F6946083B','Ann');
INSERT INTO "body" VALUES('165c006ff550dbb3267b64b8d3a922c9c16297dc7bb9c5bdeb6093cc815efad2',X'7C166E1E32859049473309FD19079FE0','Ben');
INSERT INTO "body" VALUES('51e1a7ab8afb089755f37d25d4ac12091ed43fcd98adbdffe54399bda84d98e4',X'ACF97D5B93E59A11C1BD2EB7015C712B','{"date":"","language":"","source":"","title":"mill","warning":""}');
INSERT INTO "body" VALUES('f1ed31aedac0e7cbed4d1a1df63fa64b8d95b919b87abd9aa7fd5036da684d61',X'A82F6BCF9CBD52E17FE7878C31C009B2','{"date":"","language":"","source":"","title":"road","warning":""}');
INSERT INTO "body" VALUES('67a19baf9177c472863ff2ded91a33fb9c01377e373ee9d577419ba95b88a860',X'4B2B1235F3411ACBFE775F4E04CC7C4A','{"attributes":{"nationality":"made up"},"key":"K1","name":"A name","note":""}');
INSERT INTO "body" VALUES('fd7e33b03029f24fb743f38bf4b17095558143ce83c39c4d2d7a01bfc4e9d161',X'F3CBBB5D7FCE77858059A011DD166AC8','a memo');
CREATE TABLE "case" (
	id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "case" VALUES('8bcfd6796338f7b01be7a3f768aff56b','67a19baf9177c472863ff2ded91a33fb9c01377e373ee9d577419ba95b88a860');
CREATE TABLE codebook (
	id TEXT NOT NULL, 
	content TEXT NOT NULL, 
	created INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "codebook" VALUES('19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b','77240f940a791bc2234c2295860f128b13a57b7c95a975becb3c16ca8ba8dd5e',1795578072577);
CREATE TABLE coder (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT role_is_known CHECK (role IN ('coder', 'lead'))
)
 STRICT

;
INSERT INTO "coder" VALUES('96365831202429c8ffd6eebdc1297423','7cdb792f5fc84919bcbc49728129b2506f448f550bf5e9c5291dfc891cb0e8b8','lead');
INSERT INTO "coder" VALUES('fc6b99c7b6ac6968a47383e21f82b22d','e0d5356287c91db49d1948f1513f08a05c28d287b6183e2bbd337300e1de0e4d','coder');
INSERT INTO "coder" VALUES('6d6ad374f478866d856c1a8423bcc19a','165c006ff550dbb3267b64b8d3a922c9c16297dc7bb9c5bdeb6093cc815efad2','coder');
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
INSERT INTO "document" VALUES('0539487783e5a3237b3c6bf09ac870de','5733662267b4dd8cef0cd8a48da8016d5ccf930bee9d99dc4e17cbebc5909702','51e1a7ab8afb089755f37d25d4ac12091ed43fcd98adbdffe54399bda84d98e4',NULL);
INSERT INTO "document" VALUES('33ebb733e8993910ec68617e23cf1f1f','6ee8cdb55d0365a5bd6f0cdfd8cd92f53a61788f1468ce7edda44b83c7f97c15','f1ed31aedac0e7cbed4d1a1df63fa64b8d95b919b87abd9aa7fd5036da684d61',NULL);
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
INSERT INTO "event" VALUES('68fbdad112db18efbccff6ec14a669df5ec22e3c6c56750a402aba662ed4f66b',1,'a53160f59a8cafd9cc84c18d10f085de','project','10d2f7a32333abb4',1,NULL,1,1795578072577,'96365831202429c8ffd6eebdc1297423','d5da69fa50f75adf3893103f5960e536','project.add','a53160f59a8cafd9cc84c18d10f085de','[]','{}');
INSERT INTO "event" VALUES('19cde87543dc9dd6092e6778061d9781cc9cc833b86f8aeb0b5aa58dbe106f99',1,'a53160f59a8cafd9cc84c18d10f085de','project','10d2f7a32333abb4',2,'68fbdad112db18efbccff6ec14a669df5ec22e3c6c56750a402aba662ed4f66b',2,1795578072577,'96365831202429c8ffd6eebdc1297423','d5da69fa50f75adf3893103f5960e536','coder.add','96365831202429c8ffd6eebdc1297423','[]','{"@name":"7cdb792f5fc84919bcbc49728129b2506f448f550bf5e9c5291dfc891cb0e8b8","role":"lead"}');
INSERT INTO "event" VALUES('a4f4cb65870e25b697c4c8a7e842905501d47c2e06583edd829a2f56fe1488b6',1,'a53160f59a8cafd9cc84c18d10f085de','project','10d2f7a32333abb4',3,'19cde87543dc9dd6092e6778061d9781cc9cc833b86f8aeb0b5aa58dbe106f99',3,1795578072577,'96365831202429c8ffd6eebdc1297423','d5da69fa50f75adf3893103f5960e536','codebook.add','19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b','[]','{"@content":"77240f940a791bc2234c2295860f128b13a57b7c95a975becb3c16ca8ba8dd5e"}');
INSERT INTO "event" VALUES('052a974f1f520eb0abb517e816990f0cacbe1e25fe914126fd71a9034f0bfb11',1,'a53160f59a8cafd9cc84c18d10f085de','project','10d2f7a32333abb4',4,'a4f4cb65870e25b697c4c8a7e842905501d47c2e06583edd829a2f56fe1488b6',4,1795578072577,'96365831202429c8ffd6eebdc1297423','d5da69fa50f75adf3893103f5960e536','round.add','5989655661f73de8f719a5508de8cbc4','[]','{"@name":"a2fd67fd8cbd4239d08d7c9d2104f5566f2611d685694b69beaac9c431b3dbd3","blind":0,"codebook":"19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b","open":1,"purpose":"main","revealed":0}');
INSERT INTO "event" VALUES('83c3bc644a0f3d09d1cfcb5d7c8c9613f370ccbc39ca68a841c0fed70417cea2',1,'a53160f59a8cafd9cc84c18d10f085de','project','10d2f7a32333abb4',5,'052a974f1f520eb0abb517e816990f0cacbe1e25fe914126fd71a9034f0bfb11',5,1795578072642,'96365831202429c8ffd6eebdc1297423','e695609c9e83e150df5098a7d1b17db0','coder.add','fc6b99c7b6ac6968a47383e21f82b22d','[]','{"@name":"e0d5356287c91db49d1948f1513f08a05c28d287b6183e2bbd337300e1de0e4d","role":"coder"}');
INSERT INTO "event" VALUES('9d8848f9016d397a2761d2e675bff193fb3e5361bf90a586c3b629cd5842650e',1,'a53160f59a8cafd9cc84c18d10f085de','project','10d2f7a32333abb4',6,'83c3bc644a0f3d09d1cfcb5d7c8c9613f370ccbc39ca68a841c0fed70417cea2',6,1795578072700,'96365831202429c8ffd6eebdc1297423','907f2262ec6473b229290feb0472a45b','coder.add','6d6ad374f478866d856c1a8423bcc19a','[]','{"@name":"165c006ff550dbb3267b64b8d3a922c9c16297dc7bb9c5bdeb6093cc815efad2","role":"coder"}');
INSERT INTO "event" VALUES('d3f3665f7e635a384e148421b78f5eec0d4560d5feced1dc457a1a386f8d951d',1,'a53160f59a8cafd9cc84c18d10f085de','project','10d2f7a32333abb4',7,'9d8848f9016d397a2761d2e675bff193fb3e5361bf90a586c3b629cd5842650e',7,1795578072736,'96365831202429c8ffd6eebdc1297423','3a76ae20a8d2f8b5fdde275cf416c4b6','document.add','0539487783e5a3237b3c6bf09ac870de','[]','{"@about":"51e1a7ab8afb089755f37d25d4ac12091ed43fcd98adbdffe54399bda84d98e4","case_id":null,"text":"5733662267b4dd8cef0cd8a48da8016d5ccf930bee9d99dc4e17cbebc5909702"}');
INSERT INTO "event" VALUES('9e479704af8c5e5ff6fed5a6eb545a55af62b6443d38b8b22459d5a98dafd59f',1,'a53160f59a8cafd9cc84c18d10f085de','project','10d2f7a32333abb4',8,'d3f3665f7e635a384e148421b78f5eec0d4560d5feced1dc457a1a386f8d951d',8,1795578072773,'96365831202429c8ffd6eebdc1297423','10ef3c2b6318034a6f23826cee7428c1','document.add','33ebb733e8993910ec68617e23cf1f1f','[]','{"@about":"f1ed31aedac0e7cbed4d1a1df63fa64b8d95b919b87abd9aa7fd5036da684d61","case_id":null,"text":"6ee8cdb55d0365a5bd6f0cdfd8cd92f53a61788f1468ce7edda44b83c7f97c15"}');
INSERT INTO "event" VALUES('0a6f5dc516f60e5af506aec5b12cc4c28ca968aacc4d33f03c094b4679fe14ac',1,'a53160f59a8cafd9cc84c18d10f085de','project','10d2f7a32333abb4',9,'9e479704af8c5e5ff6fed5a6eb545a55af62b6443d38b8b22459d5a98dafd59f',9,1795578072795,'96365831202429c8ffd6eebdc1297423','4021d68bb22622b5ee148194d917ab1d','case.add','8bcfd6796338f7b01be7a3f768aff56b','[]','{"@about":"67a19baf9177c472863ff2ded91a33fb9c01377e373ee9d577419ba95b88a860"}');
INSERT INTO "event" VALUES('01eaf59de381a0939d4f777af572505d6b00a86fa7c40c83eaf48e157d7bfb1f',1,'a53160f59a8cafd9cc84c18d10f085de','ebde55b747b08eef3ff35e4f686b26e6','10d2f7a32333abb4',1,NULL,10,1795578072842,'fc6b99c7b6ac6968a47383e21f82b22d','ec446b8469ca8d4460c6198759b1f271','reading.open','ebde55b747b08eef3ff35e4f686b26e6','[]','{"@memo":null,"coder":"fc6b99c7b6ac6968a47383e21f82b22d","document":"0539487783e5a3237b3c6bf09ac870de","finished":0,"round":"5989655661f73de8f719a5508de8cbc4"}');
INSERT INTO "event" VALUES('4667bb92ae98de4de0fc30c16ad00a1c2b05ea041018baf7d38edcb717453a8b',1,'a53160f59a8cafd9cc84c18d10f085de','ebde55b747b08eef3ff35e4f686b26e6','10d2f7a32333abb4',2,'01eaf59de381a0939d4f777af572505d6b00a86fa7c40c83eaf48e157d7bfb1f',11,1795578072842,'fc6b99c7b6ac6968a47383e21f82b22d','ec446b8469ca8d4460c6198759b1f271','tag.add','70c6716580c08d315b4287994429cd66','[]','{"@memo":"fd7e33b03029f24fb743f38bf4b17095558143ce83c39c4d2d7a01bfc4e9d161","case_id":"8bcfd6796338f7b01be7a3f768aff56b","code":"D3","codebook":"19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b","live":1,"qualifiers":{"voice":"own"},"query":0,"reading":"ebde55b747b08eef3ff35e4f686b26e6","start":0,"stop":9,"text":"5733662267b4dd8cef0cd8a48da8016d5ccf930bee9d99dc4e17cbebc5909702"}');
INSERT INTO "event" VALUES('bb004ae97770bed4b22117f16dc47af2eb0124fbd3880eb4cad86858fc1d0e46',1,'a53160f59a8cafd9cc84c18d10f085de','ebde55b747b08eef3ff35e4f686b26e6','10d2f7a32333abb4',3,'4667bb92ae98de4de0fc30c16ad00a1c2b05ea041018baf7d38edcb717453a8b',12,1795578072900,'fc6b99c7b6ac6968a47383e21f82b22d','6e1d32ba18f1a6f56b6f38d39ae67af0','tag.edit','70c6716580c08d315b4287994429cd66','["4667bb92ae98de4de0fc30c16ad00a1c2b05ea041018baf7d38edcb717453a8b"]','{"@memo":"fd7e33b03029f24fb743f38bf4b17095558143ce83c39c4d2d7a01bfc4e9d161","case_id":"8bcfd6796338f7b01be7a3f768aff56b","code":"D3","codebook":"19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b","live":1,"qualifiers":{"voice":"own"},"query":0,"reading":"ebde55b747b08eef3ff35e4f686b26e6","start":0,"stop":25,"text":"5733662267b4dd8cef0cd8a48da8016d5ccf930bee9d99dc4e17cbebc5909702"}');
INSERT INTO "event" VALUES('197aeacca4df14399e39ae95eeb0ac601836d346b0a9f54e1875ee72b182d64e',1,'a53160f59a8cafd9cc84c18d10f085de','ebde55b747b08eef3ff35e4f686b26e6','10d2f7a32333abb4',4,'bb004ae97770bed4b22117f16dc47af2eb0124fbd3880eb4cad86858fc1d0e46',13,1795578072937,'fc6b99c7b6ac6968a47383e21f82b22d','e2688dc074527d3b23ea4ebecac2d2fe','tag.add','d9055110d3080c2bf81282aa4b0fa62f','[]','{"@memo":null,"case_id":null,"code":"D4","codebook":"19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b","live":1,"qualifiers":{},"query":0,"reading":"ebde55b747b08eef3ff35e4f686b26e6","start":0,"stop":9,"text":"5733662267b4dd8cef0cd8a48da8016d5ccf930bee9d99dc4e17cbebc5909702"}');
INSERT INTO "event" VALUES('431354222db3a27c89245a7fe82f4af18d3f32adb884655bc1eea921b717d6c1',1,'a53160f59a8cafd9cc84c18d10f085de','ebde55b747b08eef3ff35e4f686b26e6','10d2f7a32333abb4',5,'197aeacca4df14399e39ae95eeb0ac601836d346b0a9f54e1875ee72b182d64e',14,1795578072976,'fc6b99c7b6ac6968a47383e21f82b22d','82bf10d49d569035d16d95f0895672cb','undo.undo','e2688dc074527d3b23ea4ebecac2d2fe','[]','{}');
INSERT INTO "event" VALUES('9a90f320a09320d19c3aefc62b4823c44ef33f775b67a55fdc9bf10a6a3f92b9',1,'a53160f59a8cafd9cc84c18d10f085de','ebde55b747b08eef3ff35e4f686b26e6','10d2f7a32333abb4',6,'431354222db3a27c89245a7fe82f4af18d3f32adb884655bc1eea921b717d6c1',15,1795578072976,'fc6b99c7b6ac6968a47383e21f82b22d','82bf10d49d569035d16d95f0895672cb','tag.remove','d9055110d3080c2bf81282aa4b0fa62f','["197aeacca4df14399e39ae95eeb0ac601836d346b0a9f54e1875ee72b182d64e"]','{"@memo":null,"case_id":null,"code":"D4","codebook":"19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b","live":0,"qualifiers":{},"query":0,"reading":"ebde55b747b08eef3ff35e4f686b26e6","start":0,"stop":9,"text":"5733662267b4dd8cef0cd8a48da8016d5ccf930bee9d99dc4e17cbebc5909702"}');
INSERT INTO "event" VALUES('75f1b9c5e504113f595cf525a53693b3ac807e872164aaffc1bd4efcb71b82eb',1,'a53160f59a8cafd9cc84c18d10f085de','ebde55b747b08eef3ff35e4f686b26e6','10d2f7a32333abb4',7,'9a90f320a09320d19c3aefc62b4823c44ef33f775b67a55fdc9bf10a6a3f92b9',16,1795578073038,'fc6b99c7b6ac6968a47383e21f82b22d','2ef3dbfff20b706e4989768e465b83fb','progress.set','ebde55b747b08eef3ff35e4f686b26e6.progress','[]','{"position":128,"reading":"ebde55b747b08eef3ff35e4f686b26e6"}');
INSERT INTO "event" VALUES('5b4099f37e44194bec8d73611798c9475f0dedea0811adb141ffc35c11b2467d',1,'a53160f59a8cafd9cc84c18d10f085de','ebde55b747b08eef3ff35e4f686b26e6','10d2f7a32333abb4',8,'75f1b9c5e504113f595cf525a53693b3ac807e872164aaffc1bd4efcb71b82eb',17,1795578073038,'fc6b99c7b6ac6968a47383e21f82b22d','2ef3dbfff20b706e4989768e465b83fb','reading.finish','ebde55b747b08eef3ff35e4f686b26e6','["01eaf59de381a0939d4f777af572505d6b00a86fa7c40c83eaf48e157d7bfb1f"]','{"@memo":null,"coder":"fc6b99c7b6ac6968a47383e21f82b22d","document":"0539487783e5a3237b3c6bf09ac870de","finished":1,"round":"5989655661f73de8f719a5508de8cbc4"}');
INSERT INTO "event" VALUES('0a1173ccb935d862a5751dd08a557119ec5e7e4583832fab302f1c032507e51b',1,'a53160f59a8cafd9cc84c18d10f085de','f0f946287d3da9686a00b0671709fa5f','10d2f7a32333abb4',1,NULL,18,1795578073074,'6d6ad374f478866d856c1a8423bcc19a','c30d947b454f36eebc11cb26e97af363','reading.open','f0f946287d3da9686a00b0671709fa5f','[]','{"@memo":null,"coder":"6d6ad374f478866d856c1a8423bcc19a","document":"0539487783e5a3237b3c6bf09ac870de","finished":0,"round":"5989655661f73de8f719a5508de8cbc4"}');
INSERT INTO "event" VALUES('a3289f2abb4abb9b7dd86a1ba72939efe5d6bc6cbac66a24ab4889c05555bbbd',1,'a53160f59a8cafd9cc84c18d10f085de','f0f946287d3da9686a00b0671709fa5f','10d2f7a32333abb4',2,'0a1173ccb935d862a5751dd08a557119ec5e7e4583832fab302f1c032507e51b',19,1795578073074,'6d6ad374f478866d856c1a8423bcc19a','c30d947b454f36eebc11cb26e97af363','progress.set','f0f946287d3da9686a00b0671709fa5f.progress','[]','{"position":10,"reading":"f0f946287d3da9686a00b0671709fa5f"}');
CREATE TABLE head (
	entity TEXT NOT NULL, 
	event TEXT NOT NULL, 
	PRIMARY KEY (entity, event), 
	CONSTRAINT fk_head_event FOREIGN KEY(event) REFERENCES event (id)
)
 STRICT

;
INSERT INTO "head" VALUES('a53160f59a8cafd9cc84c18d10f085de','68fbdad112db18efbccff6ec14a669df5ec22e3c6c56750a402aba662ed4f66b');
INSERT INTO "head" VALUES('96365831202429c8ffd6eebdc1297423','19cde87543dc9dd6092e6778061d9781cc9cc833b86f8aeb0b5aa58dbe106f99');
INSERT INTO "head" VALUES('19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b','a4f4cb65870e25b697c4c8a7e842905501d47c2e06583edd829a2f56fe1488b6');
INSERT INTO "head" VALUES('5989655661f73de8f719a5508de8cbc4','052a974f1f520eb0abb517e816990f0cacbe1e25fe914126fd71a9034f0bfb11');
INSERT INTO "head" VALUES('fc6b99c7b6ac6968a47383e21f82b22d','83c3bc644a0f3d09d1cfcb5d7c8c9613f370ccbc39ca68a841c0fed70417cea2');
INSERT INTO "head" VALUES('6d6ad374f478866d856c1a8423bcc19a','9d8848f9016d397a2761d2e675bff193fb3e5361bf90a586c3b629cd5842650e');
INSERT INTO "head" VALUES('0539487783e5a3237b3c6bf09ac870de','d3f3665f7e635a384e148421b78f5eec0d4560d5feced1dc457a1a386f8d951d');
INSERT INTO "head" VALUES('33ebb733e8993910ec68617e23cf1f1f','9e479704af8c5e5ff6fed5a6eb545a55af62b6443d38b8b22459d5a98dafd59f');
INSERT INTO "head" VALUES('8bcfd6796338f7b01be7a3f768aff56b','0a6f5dc516f60e5af506aec5b12cc4c28ca968aacc4d33f03c094b4679fe14ac');
INSERT INTO "head" VALUES('70c6716580c08d315b4287994429cd66','bb004ae97770bed4b22117f16dc47af2eb0124fbd3880eb4cad86858fc1d0e46');
INSERT INTO "head" VALUES('e2688dc074527d3b23ea4ebecac2d2fe','431354222db3a27c89245a7fe82f4af18d3f32adb884655bc1eea921b717d6c1');
INSERT INTO "head" VALUES('d9055110d3080c2bf81282aa4b0fa62f','9a90f320a09320d19c3aefc62b4823c44ef33f775b67a55fdc9bf10a6a3f92b9');
INSERT INTO "head" VALUES('ebde55b747b08eef3ff35e4f686b26e6.progress','75f1b9c5e504113f595cf525a53693b3ac807e872164aaffc1bd4efcb71b82eb');
INSERT INTO "head" VALUES('ebde55b747b08eef3ff35e4f686b26e6','5b4099f37e44194bec8d73611798c9475f0dedea0811adb141ffc35c11b2467d');
INSERT INTO "head" VALUES('f0f946287d3da9686a00b0671709fa5f','0a1173ccb935d862a5751dd08a557119ec5e7e4583832fab302f1c032507e51b');
INSERT INTO "head" VALUES('f0f946287d3da9686a00b0671709fa5f.progress','a3289f2abb4abb9b7dd86a1ba72939efe5d6bc6cbac66a24ab4889c05555bbbd');
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
INSERT INTO "progress" VALUES('ebde55b747b08eef3ff35e4f686b26e6.progress','ebde55b747b08eef3ff35e4f686b26e6',128);
INSERT INTO "progress" VALUES('f0f946287d3da9686a00b0671709fa5f.progress','f0f946287d3da9686a00b0671709fa5f',10);
CREATE TABLE project (
	id TEXT NOT NULL, 
	created INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "project" VALUES('a53160f59a8cafd9cc84c18d10f085de',1795578072577);
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
INSERT INTO "reading" VALUES('ebde55b747b08eef3ff35e4f686b26e6','fc6b99c7b6ac6968a47383e21f82b22d','0539487783e5a3237b3c6bf09ac870de','5989655661f73de8f719a5508de8cbc4',1,NULL);
INSERT INTO "reading" VALUES('f0f946287d3da9686a00b0671709fa5f','6d6ad374f478866d856c1a8423bcc19a','0539487783e5a3237b3c6bf09ac870de','5989655661f73de8f719a5508de8cbc4',0,NULL);
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
INSERT INTO "round" VALUES('5989655661f73de8f719a5508de8cbc4','a2fd67fd8cbd4239d08d7c9d2104f5566f2611d685694b69beaac9c431b3dbd3','main','19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b',0,0,1);
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
INSERT INTO "tag" VALUES('70c6716580c08d315b4287994429cd66','ebde55b747b08eef3ff35e4f686b26e6','5733662267b4dd8cef0cd8a48da8016d5ccf930bee9d99dc4e17cbebc5909702','D3','19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b',0,25,'fd7e33b03029f24fb743f38bf4b17095558143ce83c39c4d2d7a01bfc4e9d161','8bcfd6796338f7b01be7a3f768aff56b','{"voice":"own"}',0,1,1795578072842);
INSERT INTO "tag" VALUES('d9055110d3080c2bf81282aa4b0fa62f','ebde55b747b08eef3ff35e4f686b26e6','5733662267b4dd8cef0cd8a48da8016d5ccf930bee9d99dc4e17cbebc5909702','D4','19e6c9eb83553e9da8d2d7af27fd2cbe57059a63c654e24d10ac653201f8c25b',0,9,NULL,NULL,'{}',0,0,1795578072937);
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
INSERT INTO "text" VALUES('5733662267b4dd8cef0cd8a48da8016d5ccf930bee9d99dc4e17cbebc5909702',128,25,'They said the mill was ours, and then they sold the flour.

I asked the commander why. He laughed, and I walked home that night.');
INSERT INTO "text" VALUES('6ee8cdb55d0365a5bd6f0cdfd8cd92f53a61788f1468ce7edda44b83c7f97c15',61,12,'We took the road by the river. Nobody spoke of it afterwards.');
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
COMMIT;
