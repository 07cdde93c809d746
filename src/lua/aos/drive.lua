--- `.drive`: texts of transactions by their ids, as the host found them: what `/data/<id>` leads to (spec §1.1).
return {}
